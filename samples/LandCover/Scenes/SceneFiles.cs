using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Training.Simulation;

namespace Cloudless.Samples.LandCover.Scenes;

/// <summary>Writes the files of a scene.</summary>
internal static class SceneFiles
{
    /// <summary>Writes the clear image, the same under simulated clouds, and the labels.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="id">Name of the scene.</param>
    /// <param name="clear">[13,H,W], signed DN.</param>
    /// <param name="labels">[1,H,W].</param>
    /// <param name="grid">CRS and transform.</param>
    /// <param name="seed">Chooses the clouds.</param>
    public static void WriteOptical(string folder, string id, Raster<short> clear, Raster<byte> labels, RasterProfile grid, ulong seed)
    {
        Raster<float> cloudy = CloudSimulator.Apply(clear, new SeededRandom(seed), new CloudSimulatorOptions { MaximumCover = 0.8 });
        RasterProfile optical = Profile(grid, clear.Channels, SampleType.UInt16) with { BandNames = [.. Sentinel2Band.All.Select(b => b.Id)] };
        Write(Path.Combine(folder, $"{id}_s2_clear.tif"), Stored(clear.Data.Select(v => (float)v), clear), optical);
        Write(Path.Combine(folder, $"{id}_s2_cloudy.tif"), Stored(cloudy.Data, clear), optical);
        Write(Path.Combine(folder, $"{id}_labels.tif"), labels, Profile(grid, 1, SampleType.UInt8));
    }

    /// <summary>Writes a SAR image.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="id">Name of the scene.</param>
    /// <param name="sar">[2,H,W], VV and VH in dB.</param>
    /// <param name="grid">CRS and transform.</param>
    public static void WriteSar(string folder, string id, Raster<float> sar, RasterProfile grid) =>
        Write(Path.Combine(folder, $"{id}_s1.tif"), sar, Profile(grid, sar.Channels, SampleType.Float32) with { BandNames = ["VV", "VH"] });

    private static Raster<ushort> Stored(IEnumerable<float> signedDn, Raster<short> size) =>
        new(size.Channels, size.Height, size.Width, [.. signedDn.Select(v => Radiometry.Dn.ToStored<ushort>(v, null))]);

    private static RasterProfile Profile(RasterProfile grid, int bands, SampleType type) =>
        new() { Width = grid.Width, Height = grid.Height, BandCount = bands, SampleType = type, Crs = grid.Crs, Transform = grid.Transform };

    private static void Write<T>(string path, Raster<T> raster, RasterProfile profile)
        where T : unmanaged
    {
        using RasterWriter writer = RasterWriter.Create(path, profile);
        writer.Write(raster);
        writer.Commit();
    }
}
