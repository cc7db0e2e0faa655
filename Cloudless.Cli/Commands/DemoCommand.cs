using System.CommandLine;
using System.Globalization;
using Cloudless.Cli.Demo;
using Cloudless.Cli.Hosting;
using Cloudless.Cli.Output;
using Cloudless.Inference;
using Cloudless.Removal;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless demo</c>: the whole job at once, on a scene of its own or on the user's.</summary>
internal static class DemoCommand
{
    private static readonly Option<string?> Optical = new("--s2")
    {
        Description = "Sentinel-2 image to take instead of the synthetic scene: 13 bands, Level-1C.",
        HelpName = "A.tif",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "Folder for the results; files of an earlier demo in it are replaced.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "demo-output",
    };

    private static readonly Option<int> Size = OptionChecks.Number(
        "--size", "N", "Side of the synthetic scene in pixels.", DemoJob.Size, 64, 4096);

    public static Command Create(CommandHost host)
    {
        var command = new Command("demo", "Shows the whole job: makes a synthetic scene (or takes yours) and removes its clouds.")
        {
            Optical, SharedOptions.Sar, Out, Size, SharedOptions.Model, SharedOptions.Engine, SharedOptions.Precision, SharedOptions.Threads, SharedOptions.TileSize, SharedOptions.Overwrite, SharedOptions.Json,
        };
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        string? optical = invocation.Get(Optical), model = invocation.Get(SharedOptions.Model);
        (string? sar, string[] otherSar) = SharedOptions.ReadSar(invocation);
        if (optical is null && sar is not null)
        {
            throw new UsageException("--s1 needs --s2: the synthetic scene brings its own SAR image.");
        }

        var files = new DemoFiles(invocation.GetRequired(Out));
        if (!invocation.Get(SharedOptions.Overwrite))
        {
            files.RequireReplaceable();
        }

        Directory.CreateDirectory(files.Folder);
        ExecutionOptions execution = SharedOptions.ReadExecution(invocation);
        if (optical is null)
        {
            invocation.Note("This scene is SYNTHETIC: a made-up landscape with made-up clouds and known truth. It shows the job, not the quality on real images.");
        }

        DemoReport report = ProgressDisplay.Run(invocation, progress => optical is null
            ? DemoJob.RunOnSyntheticScene(invocation.Get(Size), files, model, execution, progress, invocation.Cancellation)
            : DemoJob.RunOn(optical, sar, otherSar, files, model, execution, progress, invocation.Cancellation));
        RemovalNotes.Write(invocation, report.Receipt);
        if (invocation.Get(SharedOptions.Json))
        {
            invocation.Result(CliJson.Write(report));
        }
        else
        {
            WriteText(invocation, report, files);
        }

        return ExitCodes.Success;
    }

    private static void WriteText(CliInvocation invocation, DemoReport report, DemoFiles files)
    {
        invocation.Result(report.Synthetic ? $"synthetic scene (seed {report.Seed}): {files.SyntheticOptical}, {files.SyntheticSar}, truth {files.SyntheticTruth}" : $"scene: {report.Receipt.Inputs[0].Path}");
        invocation.Result($"cloud-free image: {files.CloudFree}");
        invocation.Result($"mask: {files.Mask}");
        invocation.Result($"before and after: {files.BeforeAfter}");
        invocation.Result($"receipt: {files.Receipt}");
        if (report is { Input.Metrics: { All: { } before } input, Result.Metrics: { All: { } after } result })
        {
            invocation.Result(string.Create(
                CultureInfo.InvariantCulture, $"against the known truth of the synthetic scene: PSNR {before.Psnr:0.00} -> {after.Psnr:0.00} dB, SAM {before.SamDegrees:0.00} -> {after.SamDegrees:0.00} degrees"));
            if (input.Covered is { } hidden && result.Covered is { } painted)
            {
                invocation.Result(string.Create(
                    CultureInfo.InvariantCulture, $"under cloud and shadow: MAE {hidden.Mae:0.0000} -> {painted.Mae:0.0000} reflectance"));
            }
        }
    }
}
