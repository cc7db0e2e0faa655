using System.Globalization;
using Cloudless.Training.Evaluation.Comparison;

namespace Cloudless.Training.Evaluation.Series;

/// <summary>The tables of an evaluation of series, in the columns of Ebel et al. 2022 (SEN12MS-CR-TS): methods (Tables I to III and VI), numbers of dates (IV), cloud cover (V).</summary>
public static class SeriesTables
{
    private const int Deciles = 10;

    private static readonly (string Head, Func<SeriesScore, double?> Value, int Digits)[] Columns =
    [
        ("NRMSE all", s => s.Nrmse, 4), ("cloudy", s => s.NrmseCloudy, 4), ("clear", s => s.NrmseClear, 4),
        ("PSNR dB", s => s.Psnr, 2), ("SSIM", s => s.Ssim, 3), ("SAM deg", s => s.SamDegrees, 2),
    ];

    /// <summary>All tables.</summary>
    public static IReadOnlyList<ResultTable> Of(SeriesReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        int[] dates = [.. report.Scores.Select(s => s.Dates).Distinct().Order()];
        return [.. dates.Select(n => Methods(report, n)), Covers(report)];
    }

    private static ResultTable Methods(SeriesReport report, int dates) => new(
        FormattableString.Invariant($"{dates} dates"),
        "Means over trials, NRMSE in reflectance; after +- the standard deviation of the seeds' means.",
        ["method", "trials", .. Columns.Select(c => c.Head)],
        [.. Names(report).Select(name => Row(name, [.. report.Scores.Where(s => s.Method == name && s.Dates == dates)]))]);

    private static ResultTable Covers(SeriesReport report)
    {
        ILookup<int, SeriesScore> byDecile = report.Scores.ToLookup(s => Math.Min((int)(s.Cover * Deciles), Deciles - 1));
        int[] filled = [.. Enumerable.Range(0, Deciles).Where(byDecile.Contains)];
        return new ResultTable(
            "NRMSE by cover",
            "Trials by the share of cloud and shadow; in brackets how many. Numbers of dates together.",
            ["method", .. filled.Select(d => $"{d * 10}-{(d + 1) * 10} % ({byDecile[d].Select(s => (s.Series, s.Dates, s.Seed, s.Trial)).Distinct().Count()})")],
            [.. Names(report).Select(name => (IReadOnlyList<string>)[name, .. filled.Select(d => Text(Mean(byDecile[d].Where(s => s.Method == name), s => s.Nrmse), 4))])]);
    }

    private static IEnumerable<string> Names(SeriesReport report) => report.Scores.Select(s => s.Method).Distinct();

    private static IReadOnlyList<string> Row(string name, IReadOnlyList<SeriesScore> scores) =>
        [name, scores.Count.ToString(CultureInfo.InvariantCulture), .. Columns.Select(c => Cell(scores, c.Value, c.Digits))];

    private static string Cell(IReadOnlyList<SeriesScore> scores, Func<SeriesScore, double?> value, int digits)
    {
        double[] seeds = [.. scores.GroupBy(s => s.Seed).Select(g => Mean(g, value)).Where(m => m is not null).Select(m => m!.Value)];
        return seeds.Length < 2 ? Text(Mean(scores, value), digits) : $"{Text(Mean(scores, value), digits)} +- {Text(Deviation(seeds), digits)}";
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }

    private static double? Mean(IEnumerable<SeriesScore> scores, Func<SeriesScore, double?> value) => scores.Select(value).Where(v => v is { } x && double.IsFinite(x)).Average();

    private static string Text(double? value, int digits) => value is { } x ? x.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : "-";
}
