using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Cli.Training;
using Cloudless.Networks.Onnx;
using Cloudless.Temporal;
using Cloudless.Training.Datasets;
using Cloudless.Training.Evaluation.Comparison;
using Cloudless.Training.Evaluation.Series;
using Cloudless.Training.Temporal;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless evaluate-series</c>: how good methods for series are, by a seeded protocol.</summary>
internal static class EvaluateSeriesCommand
{
    private static readonly string[] Names = [.. SeriesMethods.Names, InternalLearning.MethodName];

    private static readonly Option<string[]> Methods = OptionChecks.OneOf(
        new Option<string[]>("--method")
        {
            Description = "Method to judge; give it again for more. All but seq2seq, which takes long, where neither a method nor a model is given.", HelpName = string.Join('|', Names),
        },
        Names);

    private static readonly Option<string> Protocol = OptionChecks.OneOf(
        new Option<string>("--protocol")
        {
            Description = "blend: real clouds of other dates on clear ones, among their neighbors; held-out: the neighbors of a clear date (Tables I to V of Ebel et al. 2022); extremes: the cloudiest date's clouds on the clearest, all dates (Table VI).",
            HelpName = "blend|held-out|extremes",
            DefaultValueFactory = _ => "blend",
        },
        "blend", "held-out", "extremes");

    private static readonly Option<string> Sar = OptionChecks.OneOf(
        new Option<string>("--sar")
        {
            Description = "Whether methods that look at Sentinel-1 (seq2seq, networks) get it where there is any: on, off, or both, each judged twice on the same trials.", HelpName = "on|off|both", DefaultValueFactory = _ => "on",
        },
        "on", "off", "both");

    private static readonly Option<int[]> Dates = new("--dates") { Description = "Dates that methods get; give it again for more.", HelpName = "N", DefaultValueFactory = _ => [3, 4, 5] };

    private static readonly Option<int> Seeds = OptionChecks.Number("--seeds", "N", "Seeds, over which the tables tell the spread.", 3, 1, 1000);

    private static readonly Option<int> Trials = OptionChecks.Number("--trials", "N", "Trials of each series, number of dates and seed.", 8, 1, 100_000);

    private static readonly Option<string> Part = OptionChecks.OneOf(
        new Option<string>("--part") { Description = "Part of the split of SEN12MS-CR-TS.", HelpName = "train|validation|test|all", DefaultValueFactory = _ => "test" }, "train", "validation", "test", "all");

    private static readonly Option<int> Series = OptionChecks.Number("--series", "N", "Series of SEN12MS-CR-TS at most, evenly over the part.", 100, 1, 1_000_000);

    private const string Default = "default";

    private static readonly Option<string[]> Models = new("--model") { Description = "Network of 'cloudless train-series' to judge, or default for the one that comes with Cloudless; give it again for more.", HelpName = "M.onnx|default" };

    private static readonly Option<string?> Out = new("--out") { Description = "Folder for scores.csv, report.json and report.html.", HelpName = "DIR" };

    public static Command Create(CommandHost host)
    {
        var command = new Command("evaluate-series", "Judges methods that take clouds out of series: NRMSE on all, cloudy and clear pixels, PSNR, SSIM, SAM, by number of dates, by cloud cover, with and without Sentinel-1.");
        SeriesDataOptions.AddTo(command);
        foreach (Option option in (Option[])[Methods, Models, Protocol, Sar, Dates, Seeds, Trials, Part, Series, Out, SharedOptions.Overwrite])
        {
            command.Add(option);
        }

        FitOptions.AddTo(command);
        command.Add(SharedOptions.Threads);
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        int[] dates = [.. invocation.GetRequired(Dates).Distinct()];
        if (dates.Length == 0 || dates.Any(n => n < 1))
        {
            throw new UsageException("--dates takes whole numbers of at least 1.");
        }

        using ReportFolder? folder = invocation.Get(Out) is { } place ? SeriesReportFiles.Open(place, invocation.Get(SharedOptions.Overwrite)) : null;
        string[] models = [.. (invocation.Get(Models) ?? []).DistinctBy(Path.GetFullPath)];
        var networks = new List<SequenceToPointMethod>();
        try
        {
            // Before the data, whose reading takes long.
            Array.ForEach(models, m => networks.Add(new SequenceToPointMethod(m == Default ? SeriesModel.LoadDefault() : SeriesModel.Load(m), options: new() { Threads = invocation.Get(SharedOptions.Threads) })));
            NamedSeries[] series = Read(invocation);
            SeriesReport report = SeriesEvaluation.Run(
                series, [.. Chosen(invocation), .. networks.Select((n, i) => OfModel(n, models, i))], Options(invocation, dates),
                (done, all) => invocation.Note(FormattableString.Invariant($"judged {done} of {all} sets of trials")), invocation.Cancellation);
            Write(invocation, report, folder);
        }
        finally
        {
            networks.ForEach(n => n.Dispose());
        }

        return ExitCodes.Success;
    }

    private static NamedSeries[] Read(CliInvocation invocation)
    {
        string part = invocation.GetRequired(Part);
        using SeriesDetector detector = SeriesDetector.Open(DetectorArguments.ReadForMany(invocation));
        return
        [
            .. SeriesFolder.Read(
                invocation.GetRequired(SeriesDataOptions.Data), part == "all" ? null : Enum.Parse<DatasetSplit>(part, ignoreCase: true), invocation.Get(Series),
                SeriesDataOptions.ReadSar(invocation), detector, invocation.Note),
        ];
    }

    private static SeriesEvaluationOptions Options(CliInvocation invocation, int[] dates) => new()
    {
        Protocol = Enum.Parse<SeriesProtocol>(invocation.GetRequired(Protocol).Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
        Sar = Enum.Parse<SarUse>(invocation.GetRequired(Sar), ignoreCase: true),
        Dates = dates,
        Seeds = invocation.Get(Seeds),
        Trials = invocation.Get(Trials),
    };

    private static IEnumerable<JudgedMethod> Chosen(CliInvocation invocation)
    {
        string[] given = invocation.Get(Methods) ?? [];
        IEnumerable<string> names = given.Length > 0 ? given : invocation.Get(Models) is { Length: > 0 } ? [] : SeriesMethods.Names;
        return names.Distinct(StringComparer.OrdinalIgnoreCase).Select(n => n == InternalLearning.MethodName
            ? new JudgedMethod(FitOptions.Make(invocation)) { LooksAtSar = true }
            : new JudgedMethod(SeriesMethods.Of(n)));
    }

    // Several networks are told apart by their files; where two have one name, by the whole paths.
    private static JudgedMethod OfModel(SequenceToPointMethod network, string[] models, int index) => new(network)
    {
        Name = models.Length == 1 ? network.Name
            : $"{network.Name} {(models.DistinctBy(Path.GetFileNameWithoutExtension).Count() == models.Length ? Path.GetFileNameWithoutExtension(models[index]) : models[index])}",
        LooksAtSar = network.TakesSar,
        NeedsAllBands = true,
    };

    private static void Write(CliInvocation invocation, SeriesReport report, ReportFolder? folder)
    {
        foreach (JudgedSeries series in report.Series)
        {
            invocation.Note(FormattableString.Invariant(
                $"{series.Name}: {series.Dates} dates, {series.Truths} clear enough to be a truth, {series.SarDates} with Sentinel-1; judged on {string.Join(' ', series.Bands)}"));
        }

        foreach (string note in report.Notes)
        {
            invocation.Note($"note: {note}");
        }

        foreach (string line in SeriesTables.Of(report).SelectMany(t => t.Lines().Append("")))
        {
            invocation.Result(line);
        }

        if (folder is not null)
        {
            SeriesReportFiles.Write(folder, report, TrainCommand.CommandLine());
            invocation.Note($"report: {folder.PathOf(SeriesReportFiles.Html)}");
        }
    }
}
