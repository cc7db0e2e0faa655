using Cloudless.Benchmarks.Paired;
using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Removal;

namespace Cloudless.Benchmarks.Rows;

/// <summary>
/// One scene from GeoTIFF to GeoTIFF with the default model: wall time times processors against the processor time of its stages, each measured
/// alone. 1 means that no processor ever waits and that the stages do not disturb each other.
/// </summary>
/// <param name="side">Height and width.</param>
/// <param name="goal">The ratio to reach.</param>
internal sealed class SceneRow(int side, Goal goal) : ComparisonRow
{
    /// <inheritdoc/>
    public override string Name => $"scene {side}x{side}, GeoTIFF to GeoTIFF, wall x processors";

    /// <inheritdoc/>
    public override Comparison Prepare(int threads)
    {
        // The writer's threads and the network's share the machine, so only the whole machine has a limit that can be told.
        int processors = Environment.ProcessorCount;
        string folder = Directory.CreateTempSubdirectory("cloudless-bench-").FullName;
        var request = new RemovalRequest
        {
            OpticalPath = Path.Combine(folder, "s2.tif"),
            SarPath = Path.Combine(folder, "s1.tif"),
            OutputPath = Path.Combine(folder, "out.tif"),
            Overwrite = true,
        };
        var grid = new RasterProfile
        {
            Width = side,
            Height = side,
            BandCount = Sentinel2Band.Count,
            SampleType = SampleType.UInt16,
            Crs = "EPSG:32631",
            Transform = [500000, 10, 0, 5000000, 0, -10],
            NoData = 0,
        };
        Write(request.OpticalPath, CloudyScene.Make(side, side), grid);
        Write(request.SarPath!, Backscatter(), grid with { BandCount = 2, SampleType = SampleType.Float32 });
        var stages = new SceneStages(request);
        return new Comparison
        {
            Work = new Work(1e-6 * side * side, "megapixels"),
            Ours = new Contender($"wall x {processors}", "RemovalJob.Run, model and receipt included", () =>
            {
                RunTime run = RunTime.Of(() => RemovalJob.Run(request));
                return run with { Wall = run.Wall * processors };
            }),
            Rivals = [new Rival(new Contender("stages alone", "processor time, summed", stages.Run), goal)],
            Owned = [stages, new TemporaryFolder(folder)],
        };
    }

    private static void Write<T>(string path, Raster<T> image, RasterProfile profile)
        where T : unmanaged
    {
        using RasterWriter writer = RasterWriter.Create(path, profile);
        writer.Write(image);
        writer.Commit();
    }

    // dB with the spread of speckle.
    private Raster<float> Backscatter()
    {
        var random = new SeededRandom(1);
        var sar = new Raster<float>(2, side, side);
        for (int i = 0; i < sar.Data.Length; i++)
        {
            sar.Data[i] = (float)((i < sar.PlaneLength ? -11 : -18) + random.NextGaussian());
        }

        return sar;
    }

    private sealed class TemporaryFolder(string path) : IDisposable
    {
        public void Dispose() => Directory.Delete(path, recursive: true);
    }
}
