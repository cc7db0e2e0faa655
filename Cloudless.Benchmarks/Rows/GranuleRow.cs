using System.Globalization;
using Cloudless.Benchmarks.Paired;
using Cloudless.Rasters;
using Cloudless.Removal;

namespace Cloudless.Benchmarks.Rows;

/// <summary>A product from its JPEG 2000 files to a cloud-optimized GeoTIFF by the tool: wall time times processors against the processor time of the stages alone; memory and disk are printed.</summary>
/// <param name="side">Pixels along a side at 10 m.</param>
/// <param name="goal">The ratio to reach.</param>
internal sealed class GranuleRow(int side, Goal goal) : ComparisonRow
{
    private const double Gigabyte = 1e9, MemoryGoal = 2 * Gigabyte;

    /// <inheritdoc/>
    public override string Name => $"granule {side}x{side}, product to COG, wall x processors";

    /// <inheritdoc/>
    public override Comparison Prepare(int threads)
    {
        int processors = Environment.ProcessorCount;
        var files = new GranuleFiles(side);
        files.Make();
        string folder = Directory.CreateTempSubdirectory("cloudless-bench-").FullName;
        var request = new RemovalRequest
        {
            OpticalPath = files.Product,
            SarPath = files.Sar,
            OutputPath = Path.Combine(folder, "out.tif"),
            Overwrite = true,
            Layout = new RasterWriteOptions { Format = RasterFormat.Cog, Overviews = true, Threads = 0 },
        };
        var peaks = new Peaks(folder);
        var stages = new SceneStages(request);
        return new Comparison
        {
            Work = new Work(1e-6 * side * side, "megapixels"),
            Ours = new Contender($"wall x {processors}", "cloudless remove --cog, start of the process included", () =>
            {
                ToolRun.Result run = ToolRun.Of(
                    folder, "remove", "--s2", request.OpticalPath, "--s1", request.SarPath!, "--out", request.OutputPath, "--cog", "--overwrite");
                peaks.Add(run);
                return run.Time with { Wall = run.Time.Wall * processors };
            }),
            Rivals = [new Rival(new Contender("stages alone", "processor time, summed", stages.Run), goal)],
            Owned = [stages, peaks],
        };
    }

    private sealed class Peaks(string folder) : IDisposable
    {
        private readonly List<ToolRun.Result> _runs = [];

        public void Add(ToolRun.Result run) => _runs.Add(run);

        public void Dispose()
        {
            long memory = _runs.Max(r => r.PeakMemory), disk = _runs.Max(r => r.PeakDisk);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  peak memory {memory / Gigabyte:0.00} GB ({(memory <= MemoryGoal ? "within" : "ABOVE")} {MemoryGoal / Gigabyte:0} GB), peak disk {disk / Gigabyte:0.0} GB, result {new FileInfo(Path.Combine(folder, "out.tif")).Length / Gigabyte:0.00} GB"));
            Directory.Delete(folder, recursive: true);
        }
    }
}
