using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Cli.Output;
using Cloudless.Rasters.Products;
using Cloudless.Removal;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless remove</c>: a cloudy image in, a cloud-free one out.</summary>
internal static class RemoveCommand
{
    private static readonly Option<string> Out = new("--out")
    {
        Description = "Cloud-free image to write: GeoTIFF with the grid, type and bands of the input.",
        HelpName = "C.tif",
        Required = true,
    };

    private static readonly Option<string?> MaskOut = new("--mask-out")
    {
        Description = "Also write the input's cloud and shadow mask: 0 clear, 1 cloud, 2 shadow, 255 nodata.",
        HelpName = "D.tif",
    };

    private static readonly Option<string?> WeightOut = new("--weight-out")
    {
        Description = "Also write how much of each pixel the network painted, float32, 0..1.",
        HelpName = "W.tif",
    };

    private static readonly Option<string?> Quicklook = new("--quicklook")
    {
        Description = "Also write before and after in true color.",
        HelpName = "E.png",
    };

    private static readonly Option<string?> Receipt = new("--receipt")
    {
        Description = "Also write what was read, done and written, as JSON.",
        HelpName = "R.json",
    };

    private static readonly Option<string?> Like = new("--like")
    {
        Description = "Work on and write the part that this georeferenced raster covers, in whole pixels of the image.",
        HelpName = "L.tif",
    };

    public static Command Create(CommandHost host)
    {
        var command = new Command("remove", "Removes the clouds of a Sentinel-2 image.")
        {
            SharedOptions.Optical, SharedOptions.Sar, Out, SharedOptions.Model, MaskOut, WeightOut, Quicklook, Receipt, SharedOptions.Composite, SharedOptions.Bounds, Like,
            SharedOptions.Engine, SharedOptions.Precision, SharedOptions.Threads, SharedOptions.TileSize, SharedOptions.Radiometry, SharedOptions.Resample, SharedOptions.Bands, SharedOptions.MgrsTile, SharedOptions.SarScale,
            SharedOptions.Cog, SharedOptions.Compress, SharedOptions.Overwrite, SharedOptions.Json,
        };
        DetectorArguments.AddTo(command);
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        (string optical, OpticalSourceOptions source) = SharedOptions.ReadOptical(invocation, SharedOptions.Optical);
        var request = new RemovalRequest
        {
            OpticalPath = optical,
            Source = source,
            SarPath = invocation.Get(SharedOptions.Sar),
            OutputPath = invocation.GetRequired(Out),
            ModelPath = invocation.Get(SharedOptions.Model),
            MaskPath = invocation.Get(MaskOut),
            WeightPath = invocation.Get(WeightOut),
            QuicklookPath = invocation.Get(Quicklook),
            ReceiptPath = invocation.Get(Receipt),
            Bounds = invocation.Get(SharedOptions.Bounds),
            LikePath = invocation.Get(Like),
            Overwrite = invocation.Get(SharedOptions.Overwrite),
            Layout = SharedOptions.ReadLayout(invocation) with { Threads = 0 },
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

        return ExitCodes.Success;
    }
}
