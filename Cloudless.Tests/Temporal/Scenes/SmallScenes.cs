using System.Globalization;
using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Tests.Cli;
using Cloudless.Tests.Training.Datasets;

namespace Cloudless.Tests.Temporal.Scenes;

/// <summary>Writes dated scenes of one place: 64 x 64 pixels of ground, brighter by day, with a cloud from the left edge on.</summary>
internal static class SmallScenes
{
    public const int Side = 64;

    public static RasterProfile Profile { get; } = new()
    {
        Width = Side,
        Height = Side,
        BandCount = 13,
        SampleType = SampleType.UInt16,
        Crs = "EPSG:32631",
        Transform = [500000, 10, 0, 4000000, 0, -10],
        NoData = 0,
    };

    /// <summary>DN of cloud-free ground on the n-th day: each is 3 % brighter than the one before.</summary>
    public static float Ground(int n, int band, int row, int column) => MathF.Round(TinyRasters.Ground(band, row, column) * (1 + (0.03f * n)));

    /// <summary>The n-th day.</summary>
    public static DateOnly Day(int n) => new DateOnly(2018, 3, 1).AddDays(5 * n);

    public static string Name(int n) => Day(n).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Writes scenes 0, 1, ...; returns a pattern that finds them.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="cloudUntil">For each, the column up to which there is cloud.</param>
    public static string Write(TemporaryFolder folder, params int[] cloudUntil)
    {
        for (int n = 0; n < cloudUntil.Length; n++)
        {
            Write(folder[$"s2_{Name(n)}.tif"], n, cloudUntil[n], Profile);
        }

        return folder["s2_*.tif"];
    }

    /// <summary>Writes one scene.</summary>
    public static void Write(string path, int n, int cloudUntil, RasterProfile profile, int offset = 0)
    {
        var raster = new Raster<ushort>(profile.BandCount, profile.Height, profile.Width);
        for (int c = 0; c < profile.BandCount; c++)
        {
            int band = profile.BandCount == 12 && c >= Sentinel2Band.B10.Index ? c + 1 : c;
            for (int y = 0; y < profile.Height; y++)
            {
                for (int x = 0; x < profile.Width; x++)
                {
                    raster[c, y, x] = (ushort)(offset + (x < cloudUntil ? band == Sentinel2Band.B10.Index ? 100 : 6000 : Ground(n, band, y, x)));
                }
            }
        }

        SyntheticFiles.Write(path, raster, profile);
    }

    /// <summary>Writes a Sentinel-1 image, VV and VH.</summary>
    public static string WriteSar(string path)
    {
        var raster = new Raster<float>(2, Side, Side);
        for (int i = 0; i < raster.Data.Length; i++)
        {
            raster.Data[i] = -10 - (i % 5);
        }

        SyntheticFiles.Write(path, raster, Profile with { BandCount = 2, SampleType = SampleType.Float32, NoData = null });
        return path;
    }
}
