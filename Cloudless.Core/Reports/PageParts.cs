namespace Cloudless.Reports;

/// <summary>Parts that reports are put together of.</summary>
internal static class PageParts
{
    /// <summary>A few figures in large print.</summary>
    /// <param name="html">The page.</param>
    /// <param name="figures">Value and what it is.</param>
    public static void Figures(HtmlWriter html, params ReadOnlySpan<(string Value, string Label)> figures)
    {
        html.Open("dl", ("class", "figures"));
        foreach ((string value, string label) in figures)
        {
            html.Open("div").Element("dt", label).Element("dd", value).Close();
        }

        html.Close();
    }

    /// <summary>Names and values in two columns; values that are null are left out.</summary>
    public static void Facts(HtmlWriter html, string heading, params ReadOnlySpan<(string Name, string? Value)> facts)
    {
        html.Open("section").Element("h2", heading).Open("dl", ("class", "facts"));
        foreach ((string name, string? value) in facts)
        {
            if (value is not null)
            {
                html.Element("dt", name).Element("dd", value);
            }
        }

        html.Close().Close();
    }

    /// <summary>A table; columns marked as numbers stand right.</summary>
    /// <param name="html">The page.</param>
    /// <param name="heading">Above it.</param>
    /// <param name="columns">Headings of the columns, and whether they hold numbers.</param>
    /// <param name="rows">Cells, as many as columns.</param>
    public static void Table(HtmlWriter html, string heading, IReadOnlyList<(string Name, bool Number)> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        html.Open("section").Element("h2", heading).Open("div", ("class", "scroll")).Open("table").Open("thead").Open("tr");
        foreach ((string name, bool number) in columns)
        {
            html.Element("th", name, ("scope", "col"), ("class", number ? "number" : null));
        }

        html.Close().Close().Open("tbody");
        foreach (IReadOnlyList<string> row in rows)
        {
            html.Open("tr");
            for (int i = 0; i < row.Count; i++)
            {
                html.Element("td", row[i], ("class", columns[i].Number ? "number" : null));
            }

            html.Close();
        }

        html.Close().Close().Close().Close();
    }

    /// <summary>Sentences that must not be overlooked; nothing where there are none.</summary>
    public static void Notes(HtmlWriter html, IReadOnlyList<string> notes)
    {
        if (notes.Count > 0)
        {
            html.Open("section", ("class", "notes")).Element("h2", notes.Count == 1 ? "Note" : "Notes").Open("ul");
            foreach (string note in notes)
            {
                html.Element("li", note);
            }

            html.Close().Close();
        }
    }
}
