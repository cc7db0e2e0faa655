using System.Globalization;
using Cloudless.Reports;

namespace Cloudless.Training.Downstream;

/// <summary>Curves with intervals: a condition is a line, a figure a dot with its interval as an upright stroke.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Axes">What the axes are, with their units: along, and up.</param>
/// <param name="Along">Heads of the places along.</param>
/// <param name="Lines">Color, name and a figure for each place; a figure that does not exist leaves a gap.</param>
internal sealed record LineChart(string Title, (string Along, string Up) Axes, IReadOnlyList<string> Along, IReadOnlyList<(string Color, string Name, IReadOnlyList<Figure> Figures)> Lines)
{
    private const int Width = 520, Height = 272, Left = 62, Top = 24, Bottom = 50, RowHeight = 15, LongestName = 76;

    /// <summary>Writes the chart with its legend.</summary>
    public void Write(HtmlWriter html)
    {
        (double low, double high) = Range();
        double X(int place, int line) => Left + 12 + ((Width - Left - 24) * (place + 0.5) / Along.Count) + ((line - (Lines.Count / 2.0)) * 2.5);
        double Y(double value) => Top + ((Height - Top - Bottom) * (high - Math.Clamp(value, low, high)) / (high - low));
        Svg.Open(html, Title, Width, Height + (RowHeight * Lines.Count));
        Svg.Text(html, Left, 14, Title);
        for (int i = 0; i <= 4; i++)
        {
            double value = low + ((high - low) * i / 4);
            Svg.Line(html, Left, Y(value), Width, Y(value), "#8884");
            Svg.Text(html, Left - 5, Y(value) + 4, value.ToString(high - low > 20 ? "0" : "0.00", CultureInfo.InvariantCulture), "end");
        }

        for (int place = 0; place < Along.Count; place++)
        {
            Svg.Text(html, X(place, Lines.Count / 2), Height - Bottom + 16, Along[place], "middle");
        }

        Svg.Text(html, (Left + Width) / 2.0, Height - Bottom + 32, Axes.Along, "middle");
        Svg.Upright(html, 12, Top + ((Height - Top - Bottom) / 2.0), Axes.Up);
        for (int line = 0; line < Lines.Count; line++)
        {
            (string color, string name, IReadOnlyList<Figure> figures) = Lines[line];
            int[] there = [.. Enumerable.Range(0, figures.Count).Where(p => double.IsFinite(figures[p].Value))];
            string? dash = line < Svg.Colors.Count ? null : "5 3";
            foreach (IEnumerable<int> part in Parts(there))
            {
                Svg.Path(html, part.Select(p => (X(p, line), Y(figures[p].Value))), color, dash);
            }

            foreach (int place in there)
            {
                if (double.IsFinite(figures[place].Low))
                {
                    Svg.Line(html, X(place, line), Y(figures[place].Low), X(place, line), Y(figures[place].High), color);
                }

                Svg.Dot(html, X(place, line), Y(figures[place].Value), color);
            }

            double y = Height + (RowHeight * line);
            Svg.Path(html, [(Left, y - 4), (Left + 18, y - 4)], color, dash);
            Svg.Text(html, Left + 24, y, Svg.Shortened(name, LongestName));
        }

        html.Close();
    }

    // Places that follow each other: nothing is known between two that have a gap between them.
    private static IEnumerable<IEnumerable<int>> Parts(int[] places) => places.Select((place, at) => (place, part: place - at)).GroupBy(p => p.part, p => p.place);

    private (double Low, double High) Range()
    {
        double[] all = [.. Lines.SelectMany(l => l.Figures).SelectMany(f => new[] { f.Value, f.Low, f.High }).Where(double.IsFinite)];
        double low = all.Length == 0 ? 0 : Math.Min(0, all.Min()), high = all.Length == 0 ? 1 : all.Max();
        return (low, high > 0.5 && high <= 1 ? 1 : high > low ? high : low + 1);
    }
}
