using Cloudless.Reports;
using Cloudless.Training.Evaluation.Comparison;

namespace Cloudless.Training.Evaluation.Series;

/// <summary>An evaluation of series as one page that opens from disk; nothing is loaded from elsewhere.</summary>
internal static class SeriesReportPage
{
    /// <summary>Makes the page.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="command">The command that found it.</param>
    public static string Of(SeriesReport report, string command)
    {
        const string Title = "Methods for series: evaluation";
        return HtmlPage.Make(Title, [], html =>
        {
            html.Open("header").Element("h1", Title).Element("p", Protocol(report.Options), ("class", "lead")).Close();
            PageParts.Figures(
                html,
                (Text($"{report.Series.Count}"), "series"),
                (Text($"{report.Scores.Select(s => (s.Series, s.Dates, s.Seed, s.Trial)).Distinct().Count()}"), "trials"),
                (Text($"{report.Scores.Select(s => s.Label).Distinct().Count()}"), "methods"),
                (string.Join(", ", report.Scores.Select(s => s.Dates).Distinct().Order()), "dates given"));
            PageParts.Notes(html, report.Notes);
            PageParts.Table(
                html, "Series",
                [("Series", false), ("Dates", true), ("From", false), ("To", false), ("Pixels", true), ("Bands judged", false), ("Dates with S1", true), ("Truths", true), ("Donors of clouds", true)],
                report.Series.Select(s => (IReadOnlyList<string>)
                [
                    s.Name, Text($"{s.Dates}"), Text($"{s.First:yyyy-MM-dd}"), Text($"{s.Last:yyyy-MM-dd}"), Text($"{s.Width} × {s.Height}"), string.Join(' ', s.Bands), Text($"{s.SarDates}"),
                    Text($"{s.Truths}"), Text($"{s.Donors}"),
                ]));
            foreach (ResultTable table in SeriesTables.Of(report))
            {
                PageParts.Table(html, table.Title, [.. table.Columns.Select((c, i) => (c, i > 0))], table.Rows);
                html.Element("p", table.Note, ("class", "lead"));
            }

            PageParts.Facts(
                html, "How",
                ("Command", command),
                ("Truths", Text($"at most {report.Options.ClearCover:0.0##%} cloud pixels and {report.Options.ClearOpacity:0.0##%} mean opacity")),
                ("Clouds", Text($"of dates of at least {report.Options.DonorOpacity:0.0##%} mean opacity")),
                ("Errors", "NRMSE is the root mean square error in reflectance; cloudy and clear are the pixels of the judged date's mask"));
            html.Element("footer", "Made by Cloudless. Every score is in scores.csv and report.json beside this page.");
        });
    }

    private static string Protocol(SeriesEvaluationOptions options) => options.Protocol switch
    {
        SeriesProtocol.Blend => Text($"Real clouds of other dates on clear ones, among their neighbors: {options.Trials} trials for each of {options.Seeds} seeds, series and number of dates."),
        SeriesProtocol.HeldOut => Text($"A clear date left out, its neighbors given: {options.Trials} trials for each of {options.Seeds} seeds, series and number of dates."),
        _ => "The clouds of the cloudiest date on the clearest, all dates given: one trial for each series.",
    };

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
