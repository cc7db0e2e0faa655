using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Cli.Output;
using Cloudless.Rasters.Products;
using Cloudless.Removal;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless remove</c>: a cloudy image in, a cloud-free one out.</summary>
internal static class RemoveCommand
{
    private static readonly Option<string?> Like = new("--like")
    {
        Description = "Work on and write the part that this georeferenced raster covers, in whole pixels of the image.",
        HelpName = "L.tif",
    };

    // Inputs come first in the help.
    private const int OptionsBeforeOutputs = 2;

    public static Command Create(CommandHost host)
    {
        var command = new Command("remove", "Removes the clouds of a Sentinel-2 image.")
        {
            SharedOptions.Optical, SharedOptions.Sar, SharedOptions.Model, SharedOptions.Composite, SharedOptions.Bounds, Like,
            SharedOptions.Engine, SharedOptions.Precision, SharedOptions.Threads, SharedOptions.TileSize, SharedOptions.Radiometry, SharedOptions.Resample, SharedOptions.Bands, SharedOptions.MgrsTile, SharedOptions.SarScale,
            SharedOptions.Cog, SharedOptions.Compress, SharedOptions.Overwrite, SharedOptions.Json,
        };
        foreach (Option option in RemoveOutputs.All.Reverse())
        {
            command.Options.Insert(OptionsBeforeOutputs, option);
        }

        DetectorArguments.AddTo(command);
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        (string optical, OpticalSourceOptions source) = SharedOptions.ReadOptical(invocation, SharedOptions.Optical);
        (string? sar, string[] otherSar) = SharedOptions.ReadSar(invocation);
        RemovalRequest request = RemoveOutputs.Read(invocation, optical) with
        {
            Source = source,
            SarPath = sar,
            OtherSarPaths = otherSar,
            ModelPath = invocation.Get(SharedOptions.Model),
            Bounds = invocation.Get(SharedOptions.Bounds),
            LikePath = invocation.Get(Like),
            Execution = SharedOptions.ReadExecution(invocation),
            Options = new RemovalOptions
            {
                Composite = SharedOptions.ReadComposite(invocation),
                SarScale = SharedOptions.ReadSarScale(invocation),
                Detector = DetectorArguments.Read(invocation),
            },
        };
        RemovalReceipt receipt = ProgressDisplay.Run(
            invocation, progress => RemovalJob.Run(request, progress, invocation.Cancellation));
        RemovalNotes.Write(invocation, receipt);
        if (invocation.Get(SharedOptions.Json))
        {
            invocation.Result(receipt.ToJson());
            return ExitCodes.Success;
        }

        foreach (ReceiptFile file in receipt.Outputs)
        {
            invocation.Result($"{file.Role}: {file.Path}");
        }

        if (request.ReceiptPath is { } path)
        {
            // It cannot be among the outputs that it lists.
            invocation.Result($"receipt: {Path.GetFullPath(path)}");
        }

        return ExitCodes.Success;
    }
}
