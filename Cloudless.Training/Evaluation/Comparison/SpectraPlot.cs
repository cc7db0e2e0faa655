using System.Globalization;
using System.Net;
using System.Text;
using Cloudless.Imagery;

namespace Cloudless.Training.Evaluation.Comparison;

/// <summary>Mean spectra as inline SVG: bands along, reflectance up.</summary>
internal static class SpectraPlot
{
    private const int Width = 560, Height = 260, Left = 46, Right = 190, Top = 12, Bottom = 30;
    private static readonly string[] Colors = ["#000000", "#8a8a8a", "#d1495b", "#00798c", "#edae49", "#30638e", "#7a5195", "#5f9e3f"];

    /// <summary>The plot.</summary>
    /// <param name="lines">Names and reflectances of 13 bands; the first is the reference, drawn thick.</param>
    public static string Of(IReadOnlyList<(string Name, IReadOnlyList<double> Spectrum)> lines)
    {
        double top = Math.Max(0.05, lines.SelectMany(l => l.Spectrum).Max()) * 1.05;
        double X(int band) => Left + ((Width - Left - Right) * band / (double)(Sentinel2Band.Count - 1));
        double Y(double value) => Height - Bottom - ((Height - Top - Bottom) * Math.Max(0, value) / top);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" role=\"img\" aria-label=\"mean spectra\">");
        for (int i = 0; i <= 4; i++)
        {
            double value = top * i / 4;
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(value):0.#}\" y2=\"{Y(value):0.#}\" class=\"grid\"/><text x=\"{Left - 6}\" y=\"{Y(value) + 4:0.#}\" class=\"end\">{value:0.00}</text>");
        }

        for (int b = 0; b < Sentinel2Band.Count; b++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(b):0.#}\" y=\"{Height - 10}\" class=\"mid\">{Sentinel2Band.All[b].Id[1..]}</text>");
        }

        for (int l = 0; l < lines.Count; l++)
        {
            string color = Colors[l % Colors.Length];
            string points = string.Join(' ', lines[l].Spectrum.Select((v, b) => FormattableString.Invariant($"{X(b):0.#},{Y(v):0.#}")));
            int y = Top + 10 + (l * 18);
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{(l == 0 ? 3 : 1.5)}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Width - Right + 12}\" x2=\"{Width - Right + 30}\" y1=\"{y}\" y2=\"{y}\" stroke=\"{color}\" stroke-width=\"3\"/><text x=\"{Width - Right + 36}\" y=\"{y + 4}\">{WebUtility.HtmlEncode(lines[l].Name)}</text>");
        }

        return svg.Append("</svg>").ToString();
    }
}
