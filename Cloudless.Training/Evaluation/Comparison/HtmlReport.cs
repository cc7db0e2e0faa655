using System.Globalization;
using System.Net;
using System.Text;

namespace Cloudless.Training.Evaluation.Comparison;

/// <summary>A comparison as one HTML page that opens from disk: tables, then patches with pictures, error maps and spectra. Nothing is loaded from elsewhere.</summary>
public static class HtmlReport
{
    private const string Style = """
        body{font:15px/1.45 system-ui,sans-serif;max-width:1200px;margin:2rem auto;padding:0 1rem;color:#222}
        table{border-collapse:collapse;margin:.5rem 0 1.5rem;display:block;overflow-x:auto}
        th,td{padding:.25rem .6rem;border-bottom:1px solid #ddd;text-align:right;white-space:nowrap}
        th:first-child,td:first-child{text-align:left}
        .views{display:flex;flex-wrap:wrap;gap:.8rem}figure{margin:0;width:220px}figure img{width:100%;image-rendering:pixelated;display:block}
        figcaption{font-size:12px}.note{color:#555;font-size:13px}.warn{background:#fff3cd;padding:.4rem .8rem}
        svg{font:11px system-ui,sans-serif}svg .grid{stroke:#ddd}svg .end{text-anchor:end}svg .mid{text-anchor:middle}
        """;

    /// <summary>The page.</summary>
    public static string Of(ComparisonResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        ComparisonReport report = result.Report;
        var html = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Cloud removal: evaluation</title><style>")
            .Append(Style).Append("</style></head><body>\n<h1>Cloud removal: evaluation</h1>\n");
        html.Append(CultureInfo.InvariantCulture, $"<p>{report.Patches} patches of {Text(report.Data)}. {Text(report.Split)}.</p>\n<ul>");
        foreach (JudgedModel model in report.Models)
        {
            html.Append(CultureInfo.InvariantCulture, $"<li>{Text(model.Name)}: SHA-256 {Text(model.Sha256)}{(model.Loss is null ? "" : $", loss {Text(model.Loss)}")}</li>");
        }

        html.Append("</ul>\n");
        foreach (string warning in report.Warnings)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"warn\">{Text(warning)}</p>\n");
        }

        foreach (ResultTable table in ResultTables.Of(report))
        {
            Append(html, table);
        }

        html.Append(CultureInfo.InvariantCulture, $"<h2>Patches</h2><p class=\"note\">From the least to the most covered. Error maps: mean error over the bands, white from {PatchPictures.LargestError:0} DN on. Spectra: means over covered pixels, reflectance.</p>\n");
        foreach (PatchPictures patch in result.Pictures)
        {
            Append(html, patch, report);
        }

        return html.Append("</body></html>\n").ToString();
    }

    private static void Append(StringBuilder html, ResultTable table)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h2>{Text(table.Title)}</h2><p class=\"note\">{Text(table.Note)}</p><table><thead><tr>");
        html.AppendJoin("", table.Columns.Select(c => $"<th>{Text(c)}</th>")).Append("</tr></thead><tbody>");
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            html.Append("<tr>").AppendJoin("", row.Select(c => $"<td>{Text(c)}</td>")).Append("</tr>");
        }

        html.Append("</tbody></table>\n");
    }

    private static void Append(StringBuilder html, PatchPictures patch, ComparisonReport report)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h3>{Text(patch.Patch)}</h3><p class=\"note\">Scene {Text(patch.Scene)}, {patch.Covered:P0} covered</p><div class=\"views\">");
        Figure(html, patch.Target, "cloud-free target");
        Figure(html, patch.Mask, "mask: cloud white, shadow grey");
        foreach (MethodView view in patch.Views)
        {
            PatchScore score = report.Scores.First(s => s.Patch == patch.Patch && s.Scene == patch.Scene && s.Method == view.Method);
            Figure(html, view.Image, FormattableString.Invariant($"{view.Method}: {score.Metrics.All!.Psnr:0.00} dB"));
            Figure(html, view.Error, "its error");
        }

        html.Append("</div>").Append(SpectraPlot.Of([("target", patch.TargetSpectrum), .. patch.Views.Select(v => (v.Method, v.Spectrum))])).Append('\n');
    }

    private static void Figure(StringBuilder html, byte[] png, string caption) => html.Append(
        CultureInfo.InvariantCulture, $"<figure><img alt=\"{Text(caption)}\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\"><figcaption>{Text(caption)}</figcaption></figure>");

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
