using System.Globalization;
using Cloudless.Training.Evaluation.Comparison;

namespace Cloudless.Training.Evaluation.Series;

/// <summary>The tables of an evaluation of series, in the columns of Ebel et al. 2022 (SEN12MS-CR-TS): methods (Tables I, III and VI), Sentinel-1 (II), numbers of dates (IV), cloud cover (V).</summary>
public static class SeriesTables
{
    private const int Deciles = 10;

    private static readonly SeriesColumn[] ByCover = [.. SeriesColumn.All.Where(c => c.Head is "NRMSE all" or "PSNR dB" or "SSIM" or "SAM deg")];

    /// <summary>All tables.</summary>
    public static IReadOnlyList<ResultTable> Of(SeriesReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        int[] dates = [.. report.Scores.Select(s => s.Dates).Distinct().Order()];
        bool both = report.Scores.Any(s => s.Sar == true) && report.Scores.Any(s => s.Sar == false);
        return [.. dates.Select(n => Methods(report, n)), .. both ? [Sar(report)] : (ResultTable[])[], .. ByCover.Select(c => Covers(report, c))];
    }

    private static ResultTable Methods(SeriesReport report, int dates) => new(
        FormattableString.Invariant($"{dates} dates"),
        "Means over trials, NRMSE in reflectance; after +- the standard deviation of the seeds' means.",
        ["method", "trials", .. SeriesColumn.All.Select(c => c.Head)],
        [.. Names(report).Select(name => Row(name, [.. report.Scores.Where(s => s.Label == name && s.Dates == dates)])).Where(r => r[1] != "0")]);

    // The same trials with and without, so that the difference is not that of trials.
    private static ResultTable Sar(SeriesReport report)
    {
        var pairs = report.Scores.Where(s => s.Sar is not null).GroupBy(s => (s.Method, s.Dates, s.Series, s.Seed, s.Trial))
            .Where(g => g.Count() == 2).Select(g => (With: g.Single(s => s.Sar == true), Without: g.Single(s => s.Sar == false))).ToArray();
        return new ResultTable(
            "What Sentinel-1 adds",
            "Means over the trials that were judged both ways: with Sentinel-1 / without; in the last column the share of trials that are better with it, by NRMSE of all pixels.",
            ["method", "dates", "trials", .. SeriesColumn.All.Select(c => c.Head), "better with S1"],
            [.. pairs.GroupBy(p => (p.With.Method, p.With.Dates)).Select(g => (IReadOnlyList<string>)
            [
                g.Key.Method, Number(g.Key.Dates), Number(g.Count()),
                .. SeriesColumn.All.Select(c => $"{c.Mean(g.Select(p => p.With))} / {c.Mean(g.Select(p => p.Without))}"),
                FormattableString.Invariant($"{100.0 * g.Count(p => p.With.Nrmse < p.Without.Nrmse) / g.Count():F0} %"),
            ])]);
    }

    private static ResultTable Covers(SeriesReport report, SeriesColumn column)
    {
        ILookup<int, SeriesScore> byDecile = report.Scores.ToLookup(s => Math.Min((int)(s.Cover * Deciles), Deciles - 1));
        int[] filled = [.. Enumerable.Range(0, Deciles).Where(byDecile.Contains)];
        return new ResultTable(
            $"{column.Head.Replace(" all", "", StringComparison.Ordinal)} by cover",
            "Trials by the share of cloud and shadow; in brackets how many. Numbers of dates together.",
            ["method", .. filled.Select(d => $"{d * 10}-{(d + 1) * 10} % ({byDecile[d].Select(s => (s.Series, s.Dates, s.Seed, s.Trial)).Distinct().Count()})")],
            [.. Names(report).Select(name => (IReadOnlyList<string>)[name, .. filled.Select(d => column.Mean(byDecile[d].Where(s => s.Label == name)))])]);
    }

    private static IEnumerable<string> Names(SeriesReport report) => report.Scores.Select(s => s.Label).Distinct();

    private static IReadOnlyList<string> Row(string name, IReadOnlyList<SeriesScore> scores) => [name, Number(scores.Count), .. SeriesColumn.All.Select(c => c.MeanAndSpread(scores))];

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
