using Cloudless.Benchmarks.Paired;
using Cloudless.Masks;
using Cloudless.Networks.Onnx;
using Cloudless.Rasters;
using Cloudless.Removal;
using Cloudless.Removal.Streaming;

namespace Cloudless.Benchmarks.Rows;

/// <summary>The network's time on a granule of which 30 % lie under clustered clouds, against the whole granule.</summary>
/// <param name="side">Pixels along a side at 10 m.</param>
/// <param name="goal">The ratio to reach.</param>
internal sealed class GranuleNetworkRow(int side, Goal goal) : ComparisonRow
{
    /// <inheritdoc/>
    public override string Name => $"granule {side}x{side}, network on 30 % clustered cloud";

    /// <inheritdoc/>
    public override Comparison Prepare(int threads)
    {
        var files = new GranuleFiles(side);
        files.Make();
        var detector = new DetectorOptions
        {
            Kind = DetectorKind.Raster,
            Raster = new MaskRasterOptions { Path = files.Clouds, Format = MaskFormat.Classes, DarkShadow = false },
        };
        return new Comparison
        {
            Work = new Work(1e-6 * side * side, "megapixels"),
            Ours = new Contender("30 % cloud", "tiles, prior fill and composite", () => Paint(files, new RemovalOptions { Detector = detector })),
            Rivals = [new Rival(new Contender("all of it", "without composite", () => Paint(files, new RemovalOptions { Composite = false })), goal)],
        };
    }

    // Reading and weighing come before and are not counted; nothing is written.
    private static RunTime Paint(GranuleFiles files, RemovalOptions options)
    {
        string folder = Directory.CreateTempSubdirectory("cloudless-bench-").FullName;
        try
        {
            var request = new RemovalRequest { OpticalPath = files.Product, SarPath = files.Sar, OutputPath = Path.Combine(folder, "out.tif"), Options = options };
            using var remover = new CloudRemover(CloudRemovalModel.LoadDefault(), request.Execution, options);
            using StreamInputs inputs = StreamInputs.Open(request);
            var targets = new StreamTargets { Output = request.OutputPath, Image = request.OutputPath, Layout = new RasterWriteOptions() };
            using var work = new StreamedRemoval<ushort>(inputs, remover, targets, request.Limits);
            work.Read(null, default);
            work.Weigh(null, default);
            return RunTime.Of(() => work.Paint(_ => { }, null, default));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
