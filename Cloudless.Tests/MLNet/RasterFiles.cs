using Cloudless.Imagery;
using Cloudless.Tests.Rasters;
using Cloudless.Tests.Removal;

namespace Cloudless.Tests.MLNet;

/// <summary>Writes small seeded triplets.</summary>
internal static class RasterFiles
{
    /// <summary>Writes <c>id_s2_cloudy.tif</c> and, where asked for, <c>id_s1.tif</c> and <c>id_s2_clear.tif</c>.</summary>
    public static void Write(TestFolder folder, string id, int height = 24, int width = 30, int seed = 0, bool sar = true, bool clear = true)
    {
        RasterProfile optical = Profiles.Plain(width, height, 13, SampleType.UInt16) with
        {
            Crs = "EPSG:32632",
            Transform = [600_000, 10, 0, 5_500_000, 0, -10],
            BandNames = [.. Sentinel2Band.All.Select(b => b.Id)],
            Tags = new Dictionary<string, string> { ["PLACE"] = id },
        };
        Profiles.WriteNew(folder[$"{id}_s2_cloudy.tif"], optical, Stored(height, width, seed));
        if (clear)
        {
            Profiles.WriteNew(folder[$"{id}_s2_clear.tif"], optical, Fixtures.Scene(height, width, -99, -99, 1, seed + 3));
        }

        if (sar)
        {
            Profiles.WriteNew(folder[$"{id}_s1.tif"], optical with { BandCount = 2, SampleType = SampleType.Float32, BandNames = ["VV", "VH"] }, Fixtures.Sar(height, width));
        }
    }

    /// <summary>What <c>id_s2_cloudy.tif</c> holds.</summary>
    public static Raster<ushort> Stored(int height, int width, int seed) => Fixtures.Scene(height, width, 6 + (seed % 10), 8 + (seed % 13), 4 + (seed % 3), seed: 3 + seed);
}

/// <summary>A row of files, read whole.</summary>
internal sealed class FileRow
{
    public string Id { get; set; } = "";

    public string OpticalPath { get; set; } = "";

    public int Height { get; set; }

    public int Width { get; set; }

    public float[] Optical { get; set; } = [];

    public float[] Sar { get; set; } = [];

    public float[] Target { get; set; } = [];
}
