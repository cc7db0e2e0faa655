using Cloudless.Cli.Jobs;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Rasters;
using Cloudless.Removal;

namespace Cloudless.Cli.Demo;

/// <summary>The whole job on one scene: images in (made up where none are given), mask, cloud-free image, picture and receipt out.</summary>
internal static class DemoJob
{
    /// <summary>Side of the synthetic scene in pixels.</summary>
    public const int Size = 512;

    /// <summary>Seed of the synthetic scene.</summary>
    public const ulong Seed = 2018;

    /// <summary>Runs on the user's images; files in the folder are replaced (see <see cref="DemoFiles.RequireReplaceable"/>).</summary>
    public static DemoReport RunOn(
        string opticalPath, string? sarPath, IReadOnlyList<string> otherSarPaths, DemoFiles files, string? modelPath, ExecutionOptions execution,
        IProgress<RemovalProgress> progress, CancellationToken cancellation)
    {
        var request = new RemovalRequest
        {
            OpticalPath = opticalPath,
            SarPath = sarPath,
            OtherSarPaths = otherSarPaths,
            OutputPath = files.CloudFree,
            MaskPath = files.Mask,
            QuicklookPath = files.BeforeAfter,
            ReceiptPath = files.Receipt,
            ModelPath = modelPath,
            Execution = execution,
            Overwrite = true,
        };
        return new DemoReport { Synthetic = false, Receipt = RemovalJob.Run(request, progress, cancellation) };
    }

    /// <summary>Makes a scene, runs on it, and judges the result by the known truth.</summary>
    public static DemoReport RunOnSyntheticScene(
        int size, DemoFiles files, string? modelPath, ExecutionOptions execution,
        IProgress<RemovalProgress> progress, CancellationToken cancellation)
    {
        progress.Report(new RemovalProgress("making a synthetic scene", 0, 1));
        SyntheticScene scene = SyntheticScene.Generate(size, Seed);
        Write(files.SyntheticOptical, scene.Cloudy, scene.OpticalProfile);
        Write(files.SyntheticTruth, scene.Clear, scene.OpticalProfile);
        Write(files.SyntheticSar, scene.Sar, scene.SarProfile);
        progress.Report(new RemovalProgress("making a synthetic scene", 1, 1));

        DemoReport report = RunOn(files.SyntheticOptical, files.SyntheticSar, [], files, modelPath, execution, progress, cancellation);
        progress.Report(new RemovalProgress("comparing with the truth", 0, 1));
        report = report with
        {
            Synthetic = true,
            Seed = Seed,
            Input = Judge(files.SyntheticOptical),
            Result = Judge(files.CloudFree),
        };
        progress.Report(new RemovalProgress("comparing with the truth", 1, 1));
        return report;

        EvaluateReport Judge(string path) => EvaluateJob.Run(
            new EvaluateRequest { PredictionPath = path, TargetPath = files.SyntheticTruth, InputPath = files.SyntheticOptical, MaskPath = files.Mask },
            cancellation);
    }

    private static void Write<T>(string path, Raster<T> raster, RasterProfile profile)
        where T : unmanaged
    {
        using RasterWriter writer = RasterWriter.Create(path, profile, new RasterWriteOptions { Overwrite = true });
        writer.Write(raster);
        writer.Commit();
    }
}
