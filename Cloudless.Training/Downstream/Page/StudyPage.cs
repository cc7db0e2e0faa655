using Cloudless.Reports;

namespace Cloudless.Training.Downstream;

/// <summary>A study as one page that opens from a disk: tables with intervals, drawings, patches with where the classifier looks. Nothing is loaded from elsewhere.</summary>
internal static class StudyPage
{
    private static readonly (string Table, string[] Columns)[] Charts =
        [("cover", ["f1", "precision", "recall", "confidence"]), ("ssim", ["f1", "precision", "recall", "confidence"]), ("spectrum", ["power_ratio"])];

    /// <summary>The page.</summary>
    public static string Of(StudyReport report) => HtmlPage.Make("Downstream study", [], html =>
    {
        html.Element("h1", "Downstream study").Element(
            "p", "The same patches clear, cloudy, and with clouds removed, shown to a land-cover classifier that learned from clear ones. Brackets are bootstrap intervals.");
        PageParts.Notes(html, report.Notes);
        string[] conditions = [.. report.Table("patches").Rows.Select(r => (string)r[4]).Distinct()];
        foreach (StudyTable table in report.Tables)
        {
            Section(html, table, [.. report.Drawings.Where(d => d.Table == table.Name), .. Charts.Where(c => c.Table == table.Name).SelectMany(c => StudyDrawings.Curves(conditions, Drawn(table), c.Columns))]);
        }

        Pictures(html, report.Pictures);
        PageParts.Facts(html, "What made this page", [.. report.Facts.Select(f => (f.Name, (string?)f.Value))]);
    });

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
                html.Element("th", table.Columns[c].Replace('_', ' '), ("scope", "col"), ("class", numbers[c] ? "number" : null));
            }

            html.Close().Close().Open("tbody");
            foreach (IReadOnlyList<object> row in table.Rows)
            {
                html.Open("tr");
                for (int c = 0; c < numbers.Length; c++)
                {
                    html.Element("td", StudyTable.Words(row[c]), ("class", numbers[c] ? "number" : null));
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
