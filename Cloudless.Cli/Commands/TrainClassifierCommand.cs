using System.CommandLine;
using System.Globalization;
using Cloudless.Cli.Hosting;
using Cloudless.Cli.Training;
using Cloudless.Imagery;
using Cloudless.Training.Downstream.Classifiers;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless train-classifier</c>: trains a land-cover classifier for the downstream study.</summary>
internal static class TrainClassifierCommand
{
    private static readonly ClassifierRequest Defaults = new() { DataFolder = "", Output = "" };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "Folder of labeled patches: a folder of 13-band images for each class, images with label maps (NAME_S2L1C.tif with NAME_LULC.tif; SEN12MS' s2_N with lc_N, or with --labels), or the images of a table.",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<string> Out = new("--out") { Description = "Model file to write; its log lies beside it with .csv.", HelpName = "CLASSIFIER.onnx", Required = true };

    private static readonly Option<string[]> Classes = new("--classes")
    {
        Description = "Classes to tell apart, by comma and in this order; each needs samples. Without it those that there are.",
        HelpName = "NAME,NAME",
        CustomParser = result => Names(result.Tokens.Count == 1 ? result.Tokens[0].Value : ""),
    };

    private static readonly Option<IReadOnlyList<Sentinel2Band>?> Bands = new("--bands")
    {
        Description = "Bands that the network looks at, by comma; the ten of 10 and 20 m as published. B01, B09 and B10 are standardized by the patches learned from.",
        HelpName = "B02,B03",
        CustomParser = OptionChecks.Parser(ParseBands),
    };

    private static readonly Option<int> Width = OptionChecks.Number("--width", "N", "Channels of the first convolution: 64 is ResNet50; 8 trains on two processors.", Defaults.Width, 1, 512);

    private static readonly Option<int> Crop = OptionChecks.Number("--crop", "N", "Side of a patch in pixels; a larger image gives as many as fit, from its center.", Defaults.Crop, 32, 4096);

    private static readonly Option<string> Split = OptionChecks.OneOf(
        new Option<string>("--split")
        {
            Description = "What is left out to judge by: official (SEN12MS-CR's scenes for validation, and its test part left alone), image (whole images, or scenes), patch (patches of one image on both sides); auto is official where all patches are SEN12MS', else patch.",
            HelpName = "auto|official|image|patch",
            DefaultValueFactory = _ => "auto",
        },
        "auto", "official", "image", "patch");

    private static readonly Option<string?> Weights = new("--weights")
    {
        Description = "Weights to begin with: a state dict of torchvision's or timm's ResNet50 (3, 13 or as many channels as --bands), for width 64.",
        HelpName = "FILE.pth",
    };

    private static readonly Option<string> License = new("--license") { Description = "License of the model file, for its card.", HelpName = "TEXT", DefaultValueFactory = _ => Defaults.License };

    private static readonly CourseArguments Course = new(Defaults.Course);

    public static Command Create(CommandHost host)
    {
        var command = new Command("train-classifier", "Train a land-cover classifier (ResNet50) for the study of what cloud removal is worth; needs TorchSharp.")
        {
            Data, Out, LabelArguments.Labels, LabelArguments.Scheme, LabelArguments.LeastShare, Classes, Bands, Width, Crop, Split, Weights, License,
            TorchChoice.Engine, SharedOptions.Threads, SharedOptions.Overwrite,
        };
        Course.AddTo(command);
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        var request = new ClassifierRequest
        {
            DataFolder = invocation.GetRequired(Data),
            Output = invocation.GetRequired(Out),
            Labels = LabelArguments.Read(invocation),
            Classes = invocation.Get(Classes) is { Length: > 0 } names ? names : null,
            Bands = invocation.Get(Bands) ?? Defaults.Bands,
            Width = invocation.Get(Width),
            Crop = invocation.Get(Crop),
            Course = Course.Read(invocation),
            Split = Enum.Parse<PatchSplitRule>(invocation.GetRequired(Split), ignoreCase: true),
            Weights = invocation.Get(Weights),
            License = invocation.GetRequired(License),
            Engine = TorchChoice.Read(invocation),
            Overwrite = invocation.Get(SharedOptions.Overwrite),
            Command = TrainCommand.CommandLine(),
        };
        try
        {
            request.Validate();
        }
        catch (ArgumentException error)
        {
            throw UsageException.Of(error);
        }

        ClassifierOutcome outcome = ClassifierTraining.Execute(request, invocation.Note, invocation.Cancellation);
        invocation.Result(string.Create(CultureInfo.InvariantCulture,
            $"{outcome.ModelPath}: {outcome.Classes.Count} classes, epoch {outcome.BestEpoch} of {outcome.Epochs}, {outcome.Score.Accuracy:P1} of {outcome.ValidationPatches} patches left out told right, macro F1 {outcome.Score.MacroF1:0.000} ({outcome.MajorityAccuracy:P1} by always saying the most frequent class)"));
        return ExitCodes.Success;
    }

    private static string[] Names(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IReadOnlyList<Sentinel2Band> ParseBands(string text)
    {
        string[] names = Names(text);
        string[] unknown = [.. names.Where(n => Sentinel2Band.All.All(b => b.Id != n))];
        return names.Length > 0 && unknown.Length == 0 && names.Distinct().Count() == names.Length
            ? [.. names.Select(n => Sentinel2Band.All.First(b => b.Id == n))]
            : throw new FormatException($"--bands takes names of bands by comma, each once: {string.Join(",", Sentinel2Band.All.Select(b => b.Id))}; found '{text}'.");
    }
}
