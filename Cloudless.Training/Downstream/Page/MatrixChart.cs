using System.Globalization;
using Cloudless.Reports;

namespace Cloudless.Training.Downstream;

/// <summary>A confusion matrix, or the difference of two: rows are true classes, columns what they were told to be.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Classes">Names.</param>
/// <param name="Values">[K,K], shares or their differences; NaN for classes without patches.</param>
/// <param name="Signed">Whether values are differences.</param>
internal sealed record MatrixChart(string Title, IReadOnlyList<string> Classes, IReadOnlyList<double> Values, bool Signed)
{
    private const int Cell = 38, Top = 40, LongestClass = 30, LongestTitle = 90;

    /// <summary>Writes the matrix.</summary>
    public void Write(HtmlWriter html)
    {
        string[] names = [.. Classes.Select(c => Svg.Shortened(c, LongestClass))];
        string title = Svg.Shortened(Title, LongestTitle);
        int classes = names.Length, longest = names.Max(n => n.Length), left = 34 + (7 * longest), bottom = 32 + (6 * longest);
        Svg.Open(html, Title, Math.Max(left + (classes * Cell) + 10, 7 * title.Length), Top + (classes * Cell) + bottom);
        Svg.Text(html, 4, 14, title);
        Svg.Upright(html, 12, Top + (classes * Cell / 2.0), "true class");
        Svg.Text(html, left + (classes * Cell / 2.0), Top + (classes * Cell) + bottom - 6, Signed ? "told class; difference of shares" : "told class; share of the true class", "middle");
        for (int k = 0; k < classes; k++)
        {
            Svg.Text(html, left - 6, Top + (k * Cell) + (Cell / 2) + 4, names[k], "end");
            double x = left + (k * Cell) + (Cell / 2), y = Top + (classes * Cell) + 12;
            html.Element("text", names[k], ("x", Svg.N(x)), ("y", Svg.N(y)), ("text-anchor", "end"), ("fill", "currentColor"), ("transform", $"rotate(-50 {Svg.N(x)} {Svg.N(y)})"));
        }

        for (int i = 0; i < Values.Count; i++)
        {
            (int truth, int told) = Math.DivRem(i, classes);
            if (double.IsNaN(Values[i]))
            {
                continue;
            }

            double x = left + (told * Cell), y = Top + (truth * Cell);
            Svg.Rectangle(html, x, y, Cell - 2, Cell - 2, Color(Values[i]), $"{Classes[truth]} told as {Classes[told]}");
            html.Element(
                "text", Values[i].ToString(Signed ? "+0.00;-0.00;0" : "0.00", CultureInfo.InvariantCulture), ("x", Svg.N(x + (Cell / 2) - 1)), ("y", Svg.N(y + (Cell / 2) + 3)), ("text-anchor", "middle"),
                ("fill", Math.Abs(Values[i]) > 0.5 ? "#fff" : "#111"));
        }

        html.Close();
    }

    // From near white to blue; differences below zero to red.
    private static string Color(double value)
    {
        double share = Math.Min(1, Math.Abs(value));
        (double r, double g, double b) = value >= 0 ? (40, 90, 160) : (178, 34, 52);
        int Mix(double channel) => (int)Math.Round(244 + (share * (channel - 244)));
        return string.Create(CultureInfo.InvariantCulture, $"rgb({Mix(r)},{Mix(g)},{Mix(b)})");
    }
}
