using System.Globalization;
using Cloudless.Reports;

namespace Cloudless.Training.Downstream;

/// <summary>The beginning of a study's page: what was found in a few lines, and what the words mean.</summary>
internal static class StudySummary
{
    // Columns of the table of all conditions.
    private const int Patches = 2, Accuracy = 3, F1 = 6, Gain = 11;

    private static readonly (string Word, string Meaning)[] Words =
    [
        ("clear", "the patch as it was seen without clouds: what the classifier can do at best"),
        ("cloudy: no removal", "the patch under clouds, as it is"),
        ("flat fill", "painted pixels get the mean of the image's clear pixels: a model that is no better brings the classifier nothing"),
        ("MODEL: composite", "what 'cloudless remove' gives: clear pixels keep their bits, cloudy ones are painted"),
        ("MODEL: network", "all pixels are the network's, as published studies do it"),
        ("MODEL: its ... fill alone", "the estimate under the clouds that the network starts from"),
        ("least sure masked / masked at random", "the composite without some painted pixels: those that the model is least sure of, or as many others"),
        ("macro F1", "the mean over the classes of F1, 2 x precision x recall / (precision + recall): rare classes count as much as frequent ones; 1 is best"),
        ("confidence", "the probability that the classifier gives to the class it tells, 0..1"),
        ("brackets", "bootstrap intervals; see 'intervals' below. A difference whose interval lies on one side of 0 is no chance of these patches"),
    ];

    /// <summary>Writes both parts.</summary>
    public static void Write(HtmlWriter html, StudyReport report)
    {
        IReadOnlyList<object>[] all = [.. report.Table("overall").Rows];
        string scope = (string)all[^1][1];
        IReadOnlyList<object>[] rows = [.. all.Where(r => (string)r[1] == scope)];
        html.Element("p", string.Create(CultureInfo.InvariantCulture,
            $"The same {(int)all[0][Patches]} patches clear, cloudy, and with clouds removed, shown to a land-cover classifier that learned from clear ones. The first table: {scope}, {(int)rows[0][Patches]} of them. Brackets: {Intervals(report)}."));
        PageParts.Table(
            html, "In short", [("condition", false), (StudyHeads.Of("accuracy"), true), (StudyHeads.Of("f1"), true), (StudyHeads.Of("f1_against_cloudy"), true), ("than cloudy", true)],
            rows.Select(r => (IReadOnlyList<string>)[(string)r[0], StudyTable.Words(r[Accuracy]), StudyTable.Words(r[F1]), StudyTable.Words(r[Gain]), Verdict((string)r[0], (Figure)r[Gain])]));
        PageParts.Facts(html, "Words", [.. Words.Select(w => (w.Word, (string?)w.Meaning))]);
    }

    private static string Intervals(StudyReport report) => report.Facts.FirstOrDefault(f => f.Name == "intervals").Value ?? "bootstrap intervals";

    private static string Verdict(string condition, Figure gain) => condition is StudyConditions.Cloudy || !double.IsFinite(gain.Low) ? ""
        : gain.Low > 0 ? "better"
        : gain.High < 0 ? "worse"
        : "not told by these patches";
}
