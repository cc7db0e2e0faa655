using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Cloudless.Cli.Hosting;
using Cloudless.Cli.Output;
using Cloudless.Cli.Training;
using Cloudless.Networks.Onnx;
using Cloudless.Temporal;
using Cloudless.Training.Temporal;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless remove-series</c>: dated scenes of one place in, images without clouds out.</summary>
internal static class RemoveSeriesCommand
{
    private const string All = "all";

    private static readonly string[] Names = [.. SeriesMethods.Names, ArchitectureCard.SequenceToPoint, InternalLearning.MethodName];

    private static readonly SceneSeriesOptions Defaults = new();

    private static readonly Option<string[]> Optical = new("--s2")
    {
        Description = "Sentinel-2 scenes of one place on one grid, each of another day: products, archives, image files, a folder of them, or quoted patterns with *, ? and **. "
            + "The day is told by metadata, else by the name of file or folder.",
        HelpName = "GLOB",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string[]> Sar = new("--s1")
    {
        Description = "Sentinel-1 images, likewise; each scene gets the nearest in time.",
        HelpName = "GLOB",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<int> SarDays = OptionChecks.Number("--s1-days", "N", "Days that a Sentinel-1 image may be away from its scene.", Defaults.SarDays, 0, 366);

    private static readonly Option<string> Method = OptionChecks.OneOf(
        new Option<string>("--method")
        {
            Description = "How covered pixels are filled: mosaic (the nearest clear day, brought to the level of the day wanted), a network of series (seq2point; --model for another than the default one), a network that is fitted to these very scenes (seq2seq, --fit-passes and the rest; needs TorchSharp), or one of the baselines (docs/time-series.md).",
            HelpName = string.Join("|", Names),
            DefaultValueFactory = _ => "mosaic",
        },
        Names);

    private static readonly Option<string?> Model = new("--model") { Description = "seq2point: the network, an ONNX model of series with a Cloudless card, instead of the default one.", HelpName = "M.onnx" };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "Folder to write to: an image and a quicklook for each day, clear-dates.tif, series.html and receipt.json.",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<SeriesTarget?> Target = new("--target")
    {
        Description = "The day whose image is wanted, or all; without it all, and of least-cloudy the least cloudy one.",
        HelpName = "2018-01-31|all",
        CustomParser = ParseTarget,
    };

    public static Command Create(CommandHost host)
    {
        var command = new Command("remove-series", "Removes the clouds of a series of Sentinel-2 images with what was seen on other days.")
        {
            Optical, Sar, SarDays, Method, Model, Out, Target, SharedOptions.Composite, SharedOptions.Bounds, SharedOptions.Threads, SharedOptions.Radiometry, SharedOptions.Resample,
            SharedOptions.Bands, SharedOptions.MgrsTile, SharedOptions.SarScale, SharedOptions.Cog, SharedOptions.Compress, SharedOptions.Overwrite, SharedOptions.Json,
        };
        DetectorArguments.AddTo(command);
        FitOptions.AddTo(command);
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        string method = invocation.GetRequired(Method).ToLowerInvariant();
        if (method != ArchitectureCard.SequenceToPoint && invocation.IsGiven(Model))
        {
            throw new UsageException($"{Model.Name} goes with {Method.Name} {ArchitectureCard.SequenceToPoint}.");
        }

        var request = new SeriesRemovalRequest
        {
            OpticalPaths = invocation.GetRequired(Optical),
            SarPaths = invocation.Get(Sar) ?? [],
            Series = new SceneSeriesOptions
            {
                Source = SharedOptions.ReadSource(invocation),
                SarScale = SharedOptions.ReadSarScale(invocation),
                SarDays = invocation.Get(SarDays),
            },
            Method = method,
            ModelPath = invocation.Get(Model),
            Own = method == InternalLearning.MethodName ? FitOptions.Make(invocation) : null,
            Target = invocation.Get(Target),
            Composite = SharedOptions.ReadComposite(invocation),
            Detector = DetectorArguments.Read(invocation),
            Bounds = invocation.Get(SharedOptions.Bounds),
            OutputFolder = invocation.GetRequired(Out),
            Overwrite = invocation.Get(SharedOptions.Overwrite),
            Layout = SharedOptions.ReadLayout(invocation) with { Threads = 0 },
            Threads = invocation.Get(SharedOptions.Threads),
        };
        SeriesReceipt receipt = ProgressDisplay.Run(invocation, progress => SeriesRemovalJob.Run(request, progress, invocation.Cancellation));
        SeriesNotes.Write(invocation, receipt);
        if (invocation.Get(SharedOptions.Json))
        {
            invocation.Result(receipt.ToJson());
            return ExitCodes.Success;
        }

        foreach (Removal.ReceiptFile file in receipt.Outputs)
        {
            invocation.Result($"{file.Role}: {file.Path}");
        }

        return ExitCodes.Success;
    }

    private static SeriesTarget? ParseTarget(ArgumentResult result)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (text.Equals(All, StringComparison.OrdinalIgnoreCase))
        {
            return SeriesTarget.All;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
        {
            return new SeriesTarget(day);
        }

        result.AddError($"--target takes a day such as 2018-01-31, or all; found '{text}'.");
        return null;
    }
}
