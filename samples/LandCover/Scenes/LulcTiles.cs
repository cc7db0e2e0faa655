using System.Globalization;
using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Removal;

namespace Cloudless.Samples.LandCover.Scenes;

/// <summary>The five clear tiles of s1_s2_lulc_tiles, 224 x 224 pixels with a land-cover map, under simulated clouds.</summary>
internal static class LulcTiles
{
    private const int PatchSize = 28, Draws = 3;

    private static readonly Dictionary<byte, string> Classes = new()
    {
        [1] = "water", [2] = "trees", [3] = "flooded", [4] = "crops", [5] = "built", [6] = "bare", [7] = "snow", [9] = "rangeland",
    };

    /// <summary>Writes each tile under several draws of clouds.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="folder">Where to.</param>
    public static SceneSet Write(string data, string folder)
    {
        IReadOnlyList<ImageFiles> tiles = ImageFolder.List(Path.Combine(data, "s1_s2_lulc_tiles"));
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            using RasterReader optical = RasterReader.Open(tiles[tile].OpticalPath), map = RasterReader.Open(tiles[tile].OpticalPath.Replace("_S2L1C", "_LULC", StringComparison.Ordinal));
            Raster<short> clear = Read(tiles[tile], optical);
            Raster<byte> labels = map.Read<byte>();
            Raster<float> sar = RasterWarp.ToGrid(tiles[tile].SarPath!, optical.Profile);
            for (int draw = 0; draw < Draws; draw++)
            {
                string id = FormattableString.Invariant($"{tiles[tile].Id}-{draw}");
                SceneFiles.WriteOptical(folder, id, clear, labels, optical.Profile, (ulong)((100 * tile) + draw));
                SceneFiles.WriteSar(folder, id, sar, optical.Profile);
            }
        }

        return new SceneSet(
            folder,
            $"real: {tiles.Count} Sentinel-1/2 tiles of 224 x 224 pixels with a land-cover map, clouds simulated ({Draws} draws); neighboring blocks of one tile are learned from and held out, so this is "
            + "no test of new places",
            PatchSize, Classes, UseOf);
    }

    // Blocks of 2 x 2 patches in a checkerboard: a class may be in one tile only. The clear versions of all draws are the same.
    private static PatchUse UseOf(string scene, int row, int column) =>
        ((row / 2) + (column / 2)) % 2 == 1 ? PatchUse.HeldOut
        : int.Parse(scene.AsSpan(scene.LastIndexOf('-') + 1), CultureInfo.InvariantCulture) == 0 ? PatchUse.Training : PatchUse.None;

    // Three of the tiles carry the +1000 DN of processing baseline 04.00, which B10 of clear ground shows: it is near 0 without.
    private static Raster<short> Read(ImageFiles tile, RasterReader optical)
    {
        bool offset = optical.Read<float>(bands: [Sentinel2Band.B10.Index]).Data.Min() >= 900;
        using var reader = new ImageFilesReader(tile, offset ? Radiometry.Harmonized : Radiometry.Dn);
        var image = new Raster<float>(Sentinel2Band.Count, optical.Profile.Height, optical.Profile.Width);
        reader.ReadOptical(image.Data);
        return new Raster<short>(image.Channels, image.Height, image.Width, [.. image.Data.Select(v => (short)Math.Clamp(v, short.MinValue, short.MaxValue))]);
    }
}
