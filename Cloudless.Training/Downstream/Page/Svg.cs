using System.Globalization;
using Cloudless.Reports;

namespace Cloudless.Training.Downstream;

/// <summary>What drawings are made of.</summary>
internal static class Svg
{
    /// <summary>Colors that are told apart in light and in dark, also by most who see colors otherwise.</summary>
    public static IReadOnlyList<string> Colors { get; } = ["#228833", "#999999", "#ccbb44", "#4477aa", "#ee6677", "#aa3377", "#66ccee", "#bb5500", "#6a51a3", "#117733"];

    /// <summary>Opens a picture; its text is that of the page in color.</summary>
    public static void Open(HtmlWriter html, string title, int width, int height) => html
        .Open("svg", ("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}")), ("width", N(width)), ("height", N(height)), ("role", "img"), ("aria-label", title),
            ("style", "max-width:100%;height:auto;font:11px system-ui,sans-serif"));

    public static void Text(HtmlWriter html, double x, double y, string text, string anchor = "start") =>
        html.Element("text", text, ("x", N(x)), ("y", N(y)), ("text-anchor", anchor), ("fill", "currentColor"));

    public static void Line(HtmlWriter html, double x1, double y1, double x2, double y2, string color, double width = 1) =>
        html.Open("line", ("x1", N(x1)), ("y1", N(y1)), ("x2", N(x2)), ("y2", N(y2)), ("stroke", color), ("stroke-width", N(width))).Close();

    public static void Rectangle(HtmlWriter html, double x, double y, double width, double height, string color, string? title = null)
    {
        html.Open("rect", ("x", N(x)), ("y", N(y)), ("width", N(width)), ("height", N(height)), ("fill", color));
        if (title is not null)
        {
            html.Element("title", title);
        }

        html.Close();
    }

    public static void Dot(HtmlWriter html, double x, double y, string color) =>
        html.Open("circle", ("cx", N(x)), ("cy", N(y)), ("r", "2.6"), ("fill", color)).Close();

    /// <summary>A line over points; dashes tell two lines of one color apart.</summary>
    public static void Path(HtmlWriter html, IEnumerable<(double X, double Y)> points, string color, string? dash = null) => html
        .Open("polyline", ("points", string.Join(' ', points.Select(p => $"{N(p.X)},{N(p.Y)}"))), ("fill", "none"), ("stroke", color), ("stroke-width", "1.6"), ("stroke-dasharray", dash)).Close();

    /// <summary>Text that reads from below to above.</summary>
    public static void Upright(HtmlWriter html, double x, double y, string text) => html.Element(
        "text", text, ("x", N(x)), ("y", N(y)), ("text-anchor", "middle"), ("fill", "currentColor"), ("transform", $"rotate(-90 {N(x)} {N(y)})"));

    /// <summary>A name that fits: of a longer one its beginning and its end.</summary>
    public static string Shortened(string name, int most) => name.Length <= most ? name : $"{name[..((most - 1) / 2)]}…{name[^(most / 2)..]}";

    public static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
