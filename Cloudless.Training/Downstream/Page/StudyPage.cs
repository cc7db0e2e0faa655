using System.Globalization;
using Cloudless.Reports;

namespace Cloudless.Training.Downstream;

/// <summary>A study as one page that opens from a disk: tables with intervals, drawings, patches with where the classifier looks. Nothing is loaded from elsewhere.</summary>
internal static class StudyPage
{
    private static readonly string[] Scores = ["f1", "precision", "recall", "confidence"];

    /// <summary>The page.</summary>
    public static string Of(StudyReport report) => HtmlPage.Make("Downstream study", [], html =>
    {
        html.Element("h1", "What cloud removal is worth to a land-cover classifier");
        PageParts.Notes(html, report.Notes);
        StudySummary.Write(html, report);
        string[] conditions = [.. report.Table("patches").Rows.Select(r => (string)r[4]).Distinct()];
        foreach (StudyTable table in report.Tables)
        {
            Section(html, table, [.. report.Drawings.Where(d => d.Table == table.Name), .. Curves(conditions, table)]);
        }

        Pictures(html, report.Pictures);
        PageParts.Facts(html, "What made this page", [.. report.Facts.Select(f => (f.Name, (string?)f.Value))]);
    });

    private static IReadOnlyList<StudyDrawing> Curves(IReadOnlyList<string> conditions, StudyTable table)
    {
        (double, string)[] Tenths(double unit, string form) => [.. Enumerable.Range(0, 10).Select(i => (i / 10.0, string.Create(CultureInfo.InvariantCulture, $"{(i * unit).ToString(form, CultureInfo.InvariantCulture)}–{((i + 1) * unit).ToString(form, CultureInfo.InvariantCulture)}")))];
        return table.Name switch
        {
            "cover" => StudyDrawings.Curves(conditions, table, "cloud cover of the cloudy patch, %", Tenths(10, "0"), Scores),
            "ssim" => StudyDrawings.Curves(conditions, table, "SSIM of the reconstruction to the clear patch", Tenths(0.1, "0.0"), Scores),
            "spectrum" => StudyDrawings.Curves(
                conditions, Drawn(table), "spatial frequency from, cycles per pixel (rings of 0.05)",
                [.. Enumerable.Range(0, HighFrequencies.Rings).Select(r => (r * 0.05, (r * 0.05).ToString("0.00", CultureInfo.InvariantCulture)))], "power_ratio"),
            _ => [],
        };
    }

    private static void Section(HtmlWriter html, StudyTable table, IReadOnlyList<StudyDrawing> drawings)
    {
        html.Open("section", ("id", table.Name)).Element("h2", table.Title).Element("p", table.Note);
        html.Open("p").Element("a", "CSV", ("href", $"{StudyFiles.Folder}/{table.Name}.csv")).Text(" ").Element("a", "JSON", ("href", $"{StudyFiles.Folder}/{table.Name}.json")).Close();
        html.Open("div", ("style", "display:flex;flex-wrap:wrap;gap:1rem"));
        foreach (StudyDrawing drawing in drawings)
        {
            drawing.Write(html);
        }

        html.Close();
        if (table.Shown)
        {
            bool[] numbers = [.. table.Columns.Select((_, c) => table.Rows.Any(r => r[c] is not string))];
            html.Open("div", ("class", "scroll")).Open("table").Open("thead").Open("tr");
            for (int c = 0; c < numbers.Length; c++)
            {
                html.Element("th", StudyHeads.Of(table, table.Columns[c]), ("scope", "col"), ("class", numbers[c] ? "number" : null));
            }

            html.Close().Close().Open("tbody");
            foreach (IReadOnlyList<object> row in table.Rows)
            {
                html.Open("tr");
                for (int c = 0; c < numbers.Length; c++)
                {
                    html.Element("td", StudyTable.Words(row[c]), ("class", numbers[c] ? "number" : null), ("style", table.Columns[c] == "patches_of" ? "white-space:nowrap" : null));
                }

                html.Close();
            }

            html.Close().Close().Close();
        }

        html.Close();
    }

    // A cloud's power is a hundred times the ground's: beside it, all that removal leaves would be one line at the bottom.
    private static StudyTable Drawn(StudyTable table) =>
        table.Name == "spectrum" ? table with { Rows = [.. table.Rows.Where(r => (string)r[0] != StudyConditions.Cloudy)] } : table;

    private static void Pictures(HtmlWriter html, IReadOnlyList<StudyPicture> pictures)
    {
        html.Open("section", ("id", "pictures")).Element("h2", "Patches").Element("p", pictures.Count == 0
            ? "None were asked for."
            : "The first half are those that lost most, the others are spread evenly over the losses. Warm: where the classifier looks for a class (Grad-CAM, closed form), each map by its own largest value; without maps the classifier gives none.");
        foreach (StudyPicture picture in pictures)
        {
            html.Element("h3", picture.Title).Element("p", picture.Note).Open("div", ("style", "display:flex;flex-wrap:wrap;gap:.6rem"));
            foreach ((byte[] png, string caption) in picture.Views)
            {
                html.Open("figure", ("style", "margin:0;width:180px"))
                    .Void("img", ("alt", caption), ("src", $"data:image/png;base64,{Convert.ToBase64String(png)}"), ("style", "width:100%;image-rendering:pixelated;display:block"))
                    .Element("figcaption", caption, ("style", "font-size:12px")).Close();
            }

            html.Close();
        }

        html.Close();
    }
}
