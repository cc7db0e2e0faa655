using Cloudless.Cli.Demo;
using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Tests.Cli;

/// <summary>Writes small synthetic images for commands to work on.</summary>
internal static class SyntheticFiles
{
    private static readonly Dictionary<int, SyntheticScene> Scenes = [];

    /// <summary>Writes s2.tif, s1.tif and truth.tif of a seeded scene, which is made once per size.</summary>
    public static void Write(TemporaryFolder folder, int size = 128)
    {
        SyntheticScene scene = Scene(size);
        Write(folder["s2.tif"], scene.Cloudy, scene.OpticalProfile);
        Write(folder["truth.tif"], scene.Clear, scene.OpticalProfile);
        Write(folder["s1.tif"], scene.Sar, scene.SarProfile);
    }

    /// <summary>The seeded scene of a size; shared, not to be changed.</summary>
    public static SyntheticScene Scene(int size)
    {
        lock (Scenes)
        {
            return Scenes.TryGetValue(size, out SyntheticScene? scene) ? scene : Scenes[size] = SyntheticScene.Generate(size, 2018);
        }
    }

    public static void Write<T>(string path, Raster<T> raster, RasterProfile profile)
        where T : unmanaged
    {
        using RasterWriter writer = RasterWriter.Create(path, profile, new RasterWriteOptions { Overwrite = true });
        writer.Write(raster);
        writer.Commit();
    }

    public static Raster<T> Read<T>(string path)
        where T : unmanaged
    {
        using RasterReader reader = RasterReader.Open(path);
        return reader.Read<T>();
    }
}
