using System.Globalization;
using System.Text;

namespace Cloudless.Scoring;

/// <summary>Items over time as an SVG of bars: done below, failed on top.</summary>
internal static class ThroughputChart
{
    private const int Bars = 96, Width = 960, Height = 180, Left = 60, Bottom = 24, Top = 10;

    // Steps that people read easily, in seconds.
    private static readonly double[] Steps = [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86400];

    /// <summary>Draws the ends of items.</summary>
    public static string Draw(IReadOnlyCollection<(DateTimeOffset At, bool Failed)> ends)
    {
        if (ends.Count == 0)
        {
            return "<p>No item came to its end yet.</p>";
        }

        DateTimeOffset first = ends.Min(e => e.At), last = ends.Max(e => e.At);
        double span = (last - first).TotalSeconds, step = Array.Find(Steps, s => span / s < Bars);
        step = step > 0 ? step : Math.Ceiling(span / Bars / 86400) * 86400;
        int count = (int)(span / step) + 1;
        int[] done = new int[count], failed = new int[count];
        foreach ((DateTimeOffset at, bool bad) in ends)
        {
            (bad ? failed : done)[(int)((at - first).TotalSeconds / step)]++;
        }

        int most = Enumerable.Range(0, count).Max(i => done[i] + failed[i]);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"items over time\">");
        double bar = (Width - Left) / (double)count, unit = (Height - Bottom - Top) / (double)most;
        for (int i = 0; i < count; i++)
        {
            Bar(svg, "done", i, 0, done[i], bar, unit);
            Bar(svg, "bad", i, done[i], failed[i], bar, unit);
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{Top + 10}\" text-anchor=\"end\">{most}</text><text x=\"{Left - 6}\" y=\"{Height - Bottom}\" text-anchor=\"end\">0</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"{Height - 6}\">{first.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width}\" y=\"{Height - 6}\" text-anchor=\"end\">{last.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC</text>");
        svg.Append(CultureInfo.InvariantCulture, $"</svg><p>Items per {Step(step)}; failed ones in red.</p>");
        return svg.ToString();
    }

    private static void Bar(StringBuilder svg, string kind, int at, int below, int items, double bar, double unit)
    {
        if (items > 0)
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<rect class=\"{kind}\" x=\"{Left + (at * bar):0.##}\" y=\"{Height - Bottom - ((below + items) * unit):0.##}\" width=\"{Math.Max(0.5, bar - 1):0.##}\" height=\"{items * unit:0.##}\"/>");
        }
    }

    private static string Step(double seconds) => seconds switch
    {
        1 => "second",
        < 60 => Invariant($"{seconds} seconds"),
        60 => "minute",
        < 3600 => Invariant($"{seconds / 60} minutes"),
        3600 => "hour",
        < 86400 => Invariant($"{seconds / 3600} hours"),
        86400 => "day",
        _ => Invariant($"{seconds / 86400} days"),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
