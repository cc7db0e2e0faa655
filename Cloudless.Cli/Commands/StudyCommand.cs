using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Training.Datasets;
using Cloudless.Training.Downstream;
using Cloudless.Training.Downstream.Labels;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless study</c>: what a land-cover classifier gains from cloud removal, where, and whether it knows when it does not.</summary>
internal static class StudyCommand
{
    private static readonly StudyRequest Defaults = new() { Removals = ["default"], Data = "" };

    private static readonly Option<string[]> Removals = new("--removal")
    {
        Description = "Model that removes clouds; give it again for more. 'default' is the embedded model, which is taken where none is given.",
        HelpName = "M.onnx",
    };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "Folder that 'cloudless dataset check' knows, or a table FILE.csv with the columns id,clear,cloudy and perhaps sar,class,scene. Clear images without a cloudy one get simulated clouds.",
        HelpName = "DIR|FILE.csv",
        Required = true,
    };

    private static readonly Option<string> Out = new("--out") { Description = "Folder for report.html, study.json and the tables as CSV and JSON.", HelpName = "REPORT", Required = true };

    private static readonly Option<bool> Predicted = new("--predicted")
    {
        Description = "What the classifier says of the clear patch counts as true: the study then tells whether its decision stays, and needs no labels.",
    };

    private static readonly Option<string?> Groups = new("--groups") { Description = "Table class,group that brings the names of labels and of the classifier's classes together; patches whose label has an empty group are left out.", HelpName = "FILE.csv" };

    private static readonly Option<string> Part = OptionChecks.OneOf(
        new Option<string>("--part") { Description = "Part of a divided dataset.", HelpName = "train|validation|test|all", DefaultValueFactory = _ => "all" }, "train", "validation", "test", "all");

    private static readonly Option<int?> Window = OptionChecks.OptionalNumber<int>("--window", "N", "Cut images into windows of this side in pixels, each a patch of its own.", 16, 8192);

    private static readonly Option<int> Draws = OptionChecks.Number("--draws", "N", "Skies drawn over each clear image without a cloudy one.", Defaults.Draws, 1, 1000);

    private static readonly Option<ulong> CloudSeed = OptionChecks.Number("--cloud-seed", "N", "Seed of simulated clouds.", Defaults.CloudSeed, 0UL, ulong.MaxValue);

    private static readonly Option<int> Resamples = OptionChecks.Number("--resamples", "N", "Bootstrap resamples.", Defaults.Statistics.Resamples, 10, 1_000_000);

    private static readonly Option<ulong> Seed = OptionChecks.Number("--seed", "N", "Seed of the resamples.", Defaults.Statistics.Seed, 0UL, ulong.MaxValue);

    private static readonly Option<string> Resample = OptionChecks.OneOf(
        new Option<string>("--resample") { Description = "What is drawn: patches, or whole scenes where patches of a scene are alike.", HelpName = "patch|scene", DefaultValueFactory = _ => "patch" }, "patch", "scene");

    private static readonly Option<double> LeastCover = OptionChecks.Number("--least-cover", "X", "Cloud cover above which cloudy patches are compared.", Defaults.LeastCover, 0, 1);

    private static readonly Option<double> Cutoff = OptionChecks.Number("--cutoff", "F", "Frequency in cycles per pixel from which detail is fine.", Defaults.Cutoff, 0.01, 0.5);

    private static readonly Option<double> MaskShare = OptionChecks.Number(
        "--mask-share", "X", "Share of the painted pixels, the least sure ones, that is masked for the classifier where a model tells its uncertainty; 0 for none.", Defaults.MaskShare, 0, 1);

    private static readonly Option<int> Pictures = OptionChecks.Number("--pictures", "N", "Patches shown with pictures.", Defaults.Pictures, 0, 1000);

    private static readonly Option<bool> AllClasses = new("--all-classes") { Description = "End with an error where a class of the classifier has no patch, instead of leaving it out." };

    public static Command Create(CommandHost host)
    {
        var command = new Command("study", "Shows a land-cover classifier the same patches clear, cloudy and with clouds removed, and tells what it gains, where, and whether it knows when it does not.");
        ClassifierArguments.AddTo(command);
        DatasetArguments.AddTo(command, [
            Removals, Data, Out, LabelArguments.Labels, LabelArguments.Scheme, LabelArguments.LeastShare, Predicted, Groups, Part, Window, Draws, CloudSeed, Resamples, Seed, Resample, LeastCover, Cutoff, MaskShare, Pictures, AllClasses,
        ]);
        DetectorArguments.AddTo(command);
        DatasetArguments.AddTo(command, [.. DatasetArguments.Listing, SharedOptions.Threads, SharedOptions.Overwrite, SharedOptions.Json]);
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        StudyRequest request = Read(invocation);
        bool overwrite = invocation.Get(SharedOptions.Overwrite);
        string folder = invocation.GetRequired(Out);
        StudyFiles.Prepare(folder, overwrite);
        using IPatchScorer classifier = ClassifierArguments.Open(invocation);
        request = request with { Labels = request.Labels with { Scheme = request.Labels.Scheme ?? SchemeOf(classifier) } };
        StudyReport report = ProgressDisplay.Run(invocation, progress => StudyRun.Run(request, classifier, progress, invocation.Cancellation));
        StudyFiles.Write(folder, report, overwrite);
        foreach (string note in report.Notes)
        {
            invocation.Note($"note: {note}");
        }

        invocation.Note($"report: {Path.Combine(folder, StudyFiles.Html)}");
        foreach (string line in invocation.Get(SharedOptions.Json) ? [StudyFiles.ToJson(report)] : report.Tables.Where(t => t.Shown).SelectMany(t => t.Lines().Append("")))
        {
            invocation.Result(line);
        }

        return ExitCodes.Success;
    }

    // A classifier that says its scheme is judged by labels of this scheme.
    private static LabelScheme? SchemeOf(IPatchScorer classifier) =>
        classifier is OnnxClassifier { Card.Scheme: { } title } ? LabelSchemes.All.FirstOrDefault(s => s.Title == title) : null;

    private static StudyRequest Read(CliInvocation invocation)
    {
        if (DetectorArguments.Read(invocation) is not { Kind: not Masks.DetectorKind.Raster } detector)
        {
            throw new UsageException("--detector raster is the mask of one image; a study takes spectral or s2cloudless.");
        }

        if (invocation.Get(Predicted) && invocation.Get(LabelArguments.Labels) is not null)
        {
            throw new UsageException("--predicted takes what the classifier says of the clear patch for true, and --labels names what is true. Give one of them.");
        }

        return new StudyRequest
        {
            Removals = invocation.Get(Removals) is { Length: > 0 } removals ? removals : Defaults.Removals,
            Data = invocation.GetRequired(Data),
            Labels = LabelArguments.Read(invocation),
            Predicted = invocation.Get(Predicted),
            Groups = invocation.Get(Groups),
            Dataset = DatasetArguments.ReadListing(invocation),
            Part = invocation.GetRequired(Part) is "all" ? null : Enum.Parse<DatasetSplit>(invocation.GetRequired(Part), ignoreCase: true),
            Window = invocation.Get(Window),
            Draws = invocation.Get(Draws),
            CloudSeed = invocation.Get(CloudSeed),
            Detector = detector,
            Statistics = new StudyStatistics
            {
                Resamples = invocation.Get(Resamples), Seed = invocation.Get(Seed), ByScene = invocation.GetRequired(Resample).Equals("scene", StringComparison.OrdinalIgnoreCase),
            },
            LeastCover = invocation.Get(LeastCover),
            Cutoff = invocation.Get(Cutoff),
            MaskShare = invocation.Get(MaskShare),
            Pictures = invocation.Get(Pictures),
            RequireAllClasses = invocation.Get(AllClasses),
            Threads = invocation.Get(SharedOptions.Threads),
        };
    }
}
