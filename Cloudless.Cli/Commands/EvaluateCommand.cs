using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Cli.Jobs;
using Cloudless.Cli.Output;
using Cloudless.Training.Datasets;
using Cloudless.Training.Evaluation.Comparison;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless evaluate</c>: how good a cloud-free image is, or how good models are on a dataset.</summary>
internal static class EvaluateCommand
{
    private static readonly Option<string?> Prediction = new("--prediction") { Description = "Image to judge.", HelpName = "P.tif" };

    private static readonly Option<string?> Target = new("--target") { Description = "Cloud-free image of the same place, on the same grid.", HelpName = "T.tif" };

    private static readonly Option<string?> Input = new("--input")
    {
        Description = "Cloudy image that the prediction was made of: adds the reproduction error on clear pixels.",
        HelpName = "I.tif",
    };

    private static readonly Option<string?> Mask = new("--mask")
    {
        Description = "Mask as 'cloudless mask' writes it, to tell clear from covered; without it, computed from --input.",
        HelpName = "M.tif",
    };

    private static readonly Option<string[]> Models = new("--model")
    {
        Description = "Model to judge on --data, with the composite on and off; give it again for more. 'default' is the embedded model, which is taken where none is given.",
        HelpName = "M.onnx",
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "Instead of one image: patches to judge models on, in any layout that 'cloudless dataset check' knows, or the series of SEN12MS-CR-TS.",
        HelpName = "DIR",
    };

    private static readonly Option<string?> Out = new("--out") { Description = "Folder for patches.csv, report.json and report.html, with --data.", HelpName = "DIR" };

    private static readonly Option<string> Part = OptionChecks.OneOf(
        new Option<string>("--part")
        {
            Description = "Part of the split to judge on; auto is test where the data is divided, else all.",
            HelpName = "auto|train|validation|test|all",
            DefaultValueFactory = _ => "auto",
        },
        "auto", "train", "validation", "test", "all");

    private static readonly Option<int?> Fold = OptionChecks.OptionalNumber<int>("--fold", "K", "Judge on the patches of this fold of folds.csv alone.", 1, 1000);

    private static readonly Option<int> Pictures = OptionChecks.Number("--pictures", "N", "Patches that report.html shows.", 12, 0, 1000);

    public static Command Create(CommandHost host)
    {
        var command = new Command(
            "evaluate", "Compares a cloud-free image with a target (--prediction, --target), or models and baselines on a dataset (--data): MAE, RMSE, PSNR, SAM, SSIM on all, clear and covered pixels.")
        {
            Prediction, Target, Input, Mask, SharedOptions.Radiometry, Data, Models, Part, Fold, Out, Pictures,
        };
        SeriesArguments.AddTo(command);
        DatasetArguments.AddTo(command, DatasetArguments.Listing);
        DatasetArguments.AddTo(command, [DatasetArguments.Nan, SharedOptions.Threads, SharedOptions.Overwrite, SharedOptions.Json]);
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation) => invocation.Get(Data) is { } data ? RunOnData(invocation, data) : RunOnImage(invocation);

    private static int RunOnImage(CliInvocation invocation)
    {
        if (invocation.Get(Out) is not null || invocation.Get(Models) is { Length: > 0 })
        {
            throw new UsageException("--model and --out go with --data.");
        }

        EvaluateReport report = EvaluateJob.Run(
            new EvaluateRequest
            {
                PredictionPath = invocation.Get(Prediction) ?? throw new UsageException("--prediction is missing: an image to judge, or a dataset with --data."),
                TargetPath = invocation.Get(Target) ?? throw new UsageException("--target is missing: the cloud-free image to judge against."),
                InputPath = invocation.Get(Input),
                MaskPath = invocation.Get(Mask),
                Radiometry = SharedOptions.ReadRadiometry(invocation),
            },
            invocation.Cancellation);
        invocation.Note($"mask: {report.Mask}");
        foreach (string note in report.Notes)
        {
            invocation.Note($"note: {note}");
        }

        Write(invocation, CliJson.Write(report), MetricsTable.Lines(report.Metrics));
        return ExitCodes.Success;
    }

    private static int RunOnData(CliInvocation invocation, string data)
    {
        if (new[] { Prediction, Target, Input, Mask }.FirstOrDefault(o => invocation.Get(o) is not null) is { } wrong)
        {
            throw new UsageException($"{wrong.Name} judges one image and does not go with --data.");
        }

        DatasetOptions dataset = DatasetArguments.ReadListing(invocation) with { Nan = DatasetArguments.ReadNan(invocation) };
        var request = new ComparisonRequest
        {
            Models = invocation.Get(Models) is { Length: > 0 } models ? models : ["default"],
            Data = data,
            Dataset = dataset,
            Part = Enum.Parse<JudgedPart>(invocation.GetRequired(Part), ignoreCase: true),
            Fold = invocation.Get(Fold),
            Pictures = invocation.Get(Out) is null ? 0 : invocation.Get(Pictures),
            Threads = invocation.Get(SharedOptions.Threads),
        };
        request = SeriesArguments.Read(invocation, request);
        using ReportFolder? folder = invocation.Get(Out) is { } place ? ComparisonFiles.Open(place, invocation.Get(SharedOptions.Overwrite)) : null;
        ComparisonResult result = ProgressDisplay.Run(invocation, progress => ComparisonRun.Run(request, progress, invocation.Cancellation));
        foreach (string warning in result.Report.Warnings)
        {
            invocation.Note($"warning: {warning}");
        }

        if (folder is not null)
        {
            ComparisonFiles.Write(folder, result);
            invocation.Note($"report: {folder.PathOf(ComparisonFiles.Html)}");
        }

        Write(invocation, ComparisonFiles.ToJson(result.Report), ResultTables.Of(result.Report).SelectMany(t => t.Lines().Append("")));
        return ExitCodes.Success;
    }

    private static void Write(CliInvocation invocation, string json, IEnumerable<string> lines)
    {
        foreach (string line in invocation.Get(SharedOptions.Json) ? [json] : lines)
        {
            invocation.Result(line);
        }
    }
}
