using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Rasters;
using Cloudless.Removal;
using Cloudless.Temporal;

namespace Cloudless.Reports;

/// <summary>The page of a removal over a series: a slider through the days, each before and after, and the numbers of the receipt.</summary>
internal static class SeriesPage
{
    private const string Script = "series.js";

    /// <summary>Makes the page.</summary>
    /// <param name="receipt">What was done; its outputs are those to be listed.</param>
    /// <param name="grid">Profile of the images.</param>
    /// <param name="pictures">What is shown of each image of the receipt.</param>
    public static string Make(SeriesReceipt receipt, RasterProfile grid, IReadOnlyList<RemovalPictures> pictures)
    {
        string title = Text($"{receipt.Dates.Count} dates without clouds");
        return HtmlPage.Make(title, [CompareSlider.Script, Script], html =>
        {
            html.Open("header").Element("h1", title).Element("p", Lead(receipt, grid), ("class", "lead")).Close();
            Figures(html, receipt, grid);
            Days(html, receipt, pictures);
            PageParts.Notes(html, [Promise(receipt), .. receipt.Notes]);
            PageParts.Facts(
                html,
                "How",
                ("Method", receipt.Method),
                ("Network", receipt.Model is { } model ? $"{model.Name} {model.Version}" : null),
                ("Clouds found by", receipt.Detector.Kind switch { DetectorKind.S2Cloudless => "s2cloudless", DetectorKind.Raster => "masks in files", _ => "the spectral cloud score" }),
                ("Clear pixels", receipt.Composite ? "keep their bits" : "taken from the method too"));
            Table(html, receipt);
            PageParts.Table(
                html, "Outputs", [("What", false), ("File", false), ("SHA-256", false)],
                receipt.Outputs.Select(f => (IReadOnlyList<string>)[f.Role, Path.GetFileName(f.Path), f.Sha256?[..16] ?? ""]));
            PageParts.Table(html, "Time", [("Stage", false), ("Seconds", true)], receipt.Seconds.Select(s => (IReadOnlyList<string>)[s.Key, Text($"{s.Value:0.00}")]));
            html.Element("footer", Text($"Made {receipt.Started.UtcDateTime:yyyy-MM-dd HH:mm} UTC by Cloudless {receipt.CloudlessVersion}, GDAL {receipt.GdalVersion}, .NET {receipt.RuntimeVersion}. Contains modified Copernicus Sentinel data."));
        });
    }

    private static string Lead(SeriesReceipt receipt, RasterProfile grid)
    {
        GridFacts facts = GridFacts.Of(grid);
        string?[] parts =
        [
            Text($"{receipt.Dates[0].Date:yyyy-MM-dd} to {receipt.Dates[^1].Date:yyyy-MM-dd}"),
            Text($"{grid.Width} × {grid.Height} pixels{(facts.PixelMeters is { } side ? Text($" of {side:0.##} m") : "")}"),
            facts.Code,
        ];
        return string.Join(" · ", parts.OfType<string>());
    }

    private static void Figures(HtmlWriter html, SeriesReceipt receipt, RasterProfile grid) => PageParts.Figures(
        html,
        (Text($"{receipt.Dates.Average(d => d.CoveredPercent):0.0} %"), "covered on a date, in the mean"),
        (Text($"{100.0 * receipt.NeverClearPixels / ((double)grid.Width * grid.Height):0.0} %"), "of the pixels clear on no date"),
        (Text($"{receipt.Images.Count} of {receipt.Dates.Count}"), "days made"),
        (Text($"{receipt.Seconds.Values.Sum():0.0} s"), receipt.Method));

    private static void Days(HtmlWriter html, SeriesReceipt receipt, IReadOnlyList<RemovalPictures> pictures)
    {
        string last = Text($"{receipt.Images.Count - 1}");
        html.Open("div", ("data-series", ""))
            .Open("section", ("class", "days"), ("hidden", ""), ("data-days", ""))
            .Element("button", "Play", ("type", "button"))
            .Void("input", ("type", "range"), ("min", "0"), ("max", last), ("step", "1"), ("value", "0"), ("aria-label", "Day"))
            .Element("output", "")
            .Close();
        for (int i = 0; i < receipt.Images.Count; i++)
        {
            SeriesReceiptImage image = receipt.Images[i];
            string day = Text($"{image.Date:yyyy-MM-dd}");
            SeriesReceiptDate date = receipt.Dates.First(d => d.Date == image.Date);
            html.Open("div", ("data-day", day)).Element("h2", Text($"{day}: {date.CoveredPercent:0.0} % covered"));
            CompareSlider.Write(html, pictures[i].Before, pictures[i].After, pictures[i].Repainted, "Show what was repainted");
            html.Close();
        }

        html.Close();
    }

    private static string Promise(SeriesReceipt receipt) => receipt.Composite
        ? "Repainted pixels were not seen on their day: they are made of other days. All other pixels are that day's, bit for bit."
        : "Every pixel is made of several days: the result was not put together with the day's own image.";

    private static void Table(HtmlWriter html, SeriesReceipt receipt) => PageParts.Table(
        html,
        "Dates",
        [("Day", false), ("Scene", false), ("Covered", true), ("Without data", true), ("Repainted", true), ("Guessed", true), ("Sentinel-1", false)],
        receipt.Dates.Select(d =>
        {
            SeriesReceiptImage? image = receipt.Images.FirstOrDefault(i => i.Date == d.Date);
            return (IReadOnlyList<string>)
            [
                Text($"{d.Date:yyyy-MM-dd}"), Path.GetFileName(d.Scene.TrimEnd('/', '\\')), Text($"{d.CoveredPercent:0.0} %"), Text($"{d.NoDataPercent:0.0} %"),
                image is null ? "" : Text($"{image.RepaintedPixels:N0}"), image is null ? "" : Text($"{image.GuessedPixels:N0}"),
                d.SarDate is { } day ? Text($"{day:yyyy-MM-dd}") : "",
            ];
        }));

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
