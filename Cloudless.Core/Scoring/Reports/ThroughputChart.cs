using System.Globalization;
using Cloudless.Reports;

namespace Cloudless.Scoring;

/// <summary>Items over time as an SVG of bars: done below, failed on top.</summary>
internal static class ThroughputChart
{
    private const int Bars = 96, Width = 960, Height = 180, Left = 60, Bottom = 24, Top = 10;

    // Steps that people read easily, in seconds.
    private static readonly double[] Steps = [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86400];

    /// <summary>Draws the ends of items.</summary>
    public static void Write(HtmlWriter html, IReadOnlyCollection<(DateTimeOffset At, bool Failed)> ends)
    {
        if (ends.Count == 0)
        {
            html.Element("p", "No item came to its end yet.");
            return;
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
        html.Open("svg", ("viewBox", Invariant($"0 0 {Width} {Height}")), ("class", "chart"), ("role", "img"), ("aria-label", "items over time"));
        double bar = (Width - Left) / (double)count, unit = (Height - Bottom - Top) / (double)most;
        for (int i = 0; i < count; i++)
        {
            Bar(html, "done", i, 0, done[i], bar, unit);
            Bar(html, "failed", i, done[i], failed[i], bar, unit);
        }

        Label(html, Left - 6, Top + 10, "end", Invariant($"{most}"));
        Label(html, Left - 6, Height - Bottom, "end", "0");
        Label(html, Left, Height - 6, "start", Invariant($"{first.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"));
        Label(html, Width, Height - 6, "end", Invariant($"{last.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"));
        html.Close().Element("p", $"Items per {Step(step)}; failed ones in red.");
    }

    private static void Bar(HtmlWriter html, string kind, int at, int below, int items, double bar, double unit)
    {
        if (items > 0)
        {
            html.Open("rect", ("class", kind), ("x", Invariant($"{Left + (at * bar):0.##}")), ("y", Invariant($"{Height - Bottom - ((below + items) * unit):0.##}")),
                ("width", Invariant($"{Math.Max(0.5, bar - 1):0.##}")), ("height", Invariant($"{items * unit:0.##}"))).Close();
        }
    }

    private static void Label(HtmlWriter html, int x, int y, string anchor, string text) =>
        html.Element("text", text, ("x", Invariant($"{x}")), ("y", Invariant($"{y}")), ("text-anchor", anchor));

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
