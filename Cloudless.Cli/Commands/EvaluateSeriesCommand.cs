using System.CommandLine;
using System.Text;
using Cloudless.Cli.Hosting;
using Cloudless.Cli.Training;
using Cloudless.Networks.Onnx;
using Cloudless.Rasters;
using Cloudless.Temporal;
using Cloudless.Training.Datasets;
using Cloudless.Training.Evaluation.Series;
using Cloudless.Training.Temporal;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless evaluate-series</c>: how good methods for series are, by a seeded protocol.</summary>
internal static class EvaluateSeriesCommand
{
    private static readonly Option<string> Data = new("--data")
    {
        Description = "Series of SEN12MS-CR-TS, or a folder with a GeoTIFF of 13 bands for each date, named with it (2018-07-05).",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly string[] Names = [.. SeriesMethods.Names, InternalLearning.MethodName];

    private static readonly Option<string[]> Methods = OptionChecks.OneOf(
        new Option<string[]>("--method") { Description = "Method to judge; give it again for more. All but seq2seq, which takes long, where none is given.", HelpName = string.Join('|', Names) }, Names);

    private static readonly Option<string> Protocol = OptionChecks.OneOf(
        new Option<string>("--protocol")
        {
            Description = "blend: real clouds of other dates on clear ones, among their neighbors; held-out: the neighbors of a clear date (Tables I to V of Ebel et al. 2022); extremes: the cloudiest date's clouds on the clearest, all dates (Table VI).",
            HelpName = "blend|held-out|extremes",
            DefaultValueFactory = _ => "blend",
        },
        "blend", "held-out", "extremes");

    private static readonly Option<int[]> Dates = new("--dates") { Description = "Dates that methods get; give it again for more.", HelpName = "N", DefaultValueFactory = _ => [3, 4, 5] };

    private static readonly Option<int> Seeds = OptionChecks.Number("--seeds", "N", "Seeds, over which the tables tell the spread.", 3, 1, 1000);

    private static readonly Option<int> Trials = OptionChecks.Number("--trials", "N", "Trials of each series, number of dates and seed.", 8, 1, 100_000);

    private static readonly Option<string> Part = OptionChecks.OneOf(
        new Option<string>("--part") { Description = "Part of the split of SEN12MS-CR-TS.", HelpName = "train|validation|test|all", DefaultValueFactory = _ => "test" }, "train", "validation", "test", "all");

    private static readonly Option<int> Series = OptionChecks.Number("--series", "N", "Series of SEN12MS-CR-TS at most, evenly over the part.", 100, 1, 1_000_000);

    private static readonly Option<string?> Model = new("--model") { Description = "Also judge a network of 'cloudless train-series'.", HelpName = "M.onnx" };

    private static readonly Option<string?> Out = new("--out") { Description = "File for all scores as comma-separated values.", HelpName = "S.csv" };

    public static Command Create(CommandHost host)
    {
        var command = new Command("evaluate-series", "Judges methods that take clouds out of series: NRMSE on all, cloudy and clear pixels, PSNR, SSIM, SAM, by number of dates and by cloud cover.")
        {
            Data, Methods, Protocol, Dates, Seeds, Trials, Part, Series, Model, Out, SharedOptions.Overwrite,
        };
        FitOptions.AddTo(command);
        command.Add(SharedOptions.Threads);
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        int[] dates = invocation.GetRequired(Dates);
        if (dates.Length == 0 || dates.Any(n => n < 1))
        {
            throw new UsageException("--dates takes whole numbers of at least 1.");
        }

        bool overwrite = invocation.Get(SharedOptions.Overwrite);
        if (invocation.Get(Out) is { } there && File.Exists(there) && !overwrite)
        {
            throw new OutputExistsException($"{there} exists. Allow to overwrite it with --overwrite, or name another file.");
        }

        string part = invocation.GetRequired(Part);
        string[] names = invocation.Get(Methods) is { Length: > 0 } given ? given : [.. SeriesMethods.Names];
        NamedSeries[] series =
            [.. SeriesFolder.Read(invocation.GetRequired(Data), part == "all" ? null : Enum.Parse<DatasetSplit>(part, ignoreCase: true), invocation.Get(Series))];
        using SequenceToPointMethod? network = invocation.Get(Model) is { } model ? new SequenceToPointMethod(SeriesModel.Load(model)) : null;
        SeriesReport report = SeriesEvaluation.Run(
            series,
            [
                .. names.Select(n => n == InternalLearning.MethodName ? FitOptions.Make(invocation) : SeriesMethods.Of(n)),
                .. network is null ? [] : new ISeriesMethod[] { network },
            ],
            new SeriesEvaluationOptions
            {
                Protocol = Enum.Parse<SeriesProtocol>(invocation.GetRequired(Protocol).Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
                Dates = dates,
                Seeds = invocation.Get(Seeds),
                Trials = invocation.Get(Trials),
            },
            (done, all) => invocation.Note(FormattableString.Invariant($"judged {done} of {all} sets of trials")), invocation.Cancellation);
        foreach (string note in report.Notes)
        {
            invocation.Note($"note: {note}");
        }

        foreach (string line in SeriesTables.Of(report).SelectMany(t => t.Lines().Append("")))
        {
            invocation.Result(line);
        }

        if (invocation.Get(Out) is { } file)
        {
            AtomicFile.WriteAllBytes(file, Encoding.UTF8.GetBytes(report.ToCsv()), overwrite);
            invocation.Note($"scores: {file}");
        }

        return ExitCodes.Success;
    }
}
