using System.Globalization;
using Cloudless.Benchmarks.Rows;
using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Benchmarks.Scaling;

/// <summary>A folder with a manifest over one made-up scene, many times: its bytes are in memory after the first time, so what is measured is work and writing.</summary>
internal sealed class ScoreScenes : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cloudless-workers-").FullName;
    private int _runs;

    /// <summary>Writes the scene, a third of it under clouds, and the manifest.</summary>
    public ScoreScenes(WorkersOptions options)
    {
        int side = options.Side;
        var grid = new RasterProfile
        {
            Width = side, Height = side, BandCount = Sentinel2Band.Count, SampleType = SampleType.UInt16, Crs = "EPSG:32631", Transform = [500000, 10, 0, 5000000, 0, -10], NoData = 0,
        };
        Write(Path.Combine(_folder, "s2.tif"), CloudyScene.Make(side, side), grid);
        var sar = new Raster<float>(2, side, side);
        var random = new SeededRandom(1);
        foreach (ref float decibel in sar.Data.AsSpan())
        {
            decibel = (float)(-14 + (4 * random.NextDouble()));
        }

        Write(Path.Combine(_folder, "s1.tif"), sar, grid with { BandCount = 2, SampleType = SampleType.Float32, NoData = null });
        File.WriteAllLines(Manifest, Enumerable.Range(0, options.Items).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{"id":"item-{{i}}","s2":"s2.tif","s1":"s1.tif"}""")));
    }

    /// <summary>The manifest.</summary>
    public string Manifest => Path.Combine(_folder, "manifest.jsonl");

    /// <summary>A folder for a run that is not there yet.</summary>
    public string NextRun() => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"run-{_runs++}"));

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Write<T>(string path, Raster<T> image, RasterProfile profile)
        where T : unmanaged
    {
        using RasterWriter writer = RasterWriter.Create(path, profile, new RasterWriteOptions());
        writer.Write(image);
        writer.Commit();
    }
}
