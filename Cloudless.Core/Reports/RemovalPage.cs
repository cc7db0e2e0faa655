using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Rasters;
using Cloudless.Removal;

namespace Cloudless.Reports;

/// <summary>The page of one removal: before and after, and the numbers of its receipt.</summary>
internal static class RemovalPage
{
    /// <summary>Makes the page.</summary>
    /// <param name="receipt">What was done; its outputs are those to be listed.</param>
    /// <param name="image">Profile of the image.</param>
    /// <param name="taken">When it was taken, as the user said; null to go by the image's tags.</param>
    /// <param name="name">What was taken, as the user named it.</param>
    /// <param name="pictures">What is shown.</param>
    public static string Make(RemovalReceipt receipt, RasterProfile image, DateTime? taken, string name, RemovalPictures pictures)
    {
        Acquisition told = Acquisition.Of(image.Tags), acquisition = told with { Taken = taken ?? told.Taken };
        string scene = acquisition.Product ?? Path.GetFileName(name.TrimEnd('/', '\\'));
        return HtmlPage.Make($"{scene} without clouds", [CompareSlider.Script], html =>
        {
            html.Open("header").Element("h1", $"{scene} without clouds").Element("p", Lead(acquisition, image), ("class", "lead")).Close();
            Figures(html, receipt);
            CompareSlider.Write(html, pictures.Before, pictures.After, pictures.Repainted, "Show what was repainted");
            PageParts.Notes(html, [Promise(receipt), .. receipt.Notes]);
            html.Open("div", ("class", "columns"));
            Removal(html, receipt);
            Pixels(html, receipt.Statistics);
            html.Close();
            Files(html, "Inputs", receipt.Inputs);
            Files(html, "Outputs", receipt.Outputs);
            Seconds(html, receipt.Seconds);
            html.Element("footer", Text($"Made {receipt.Started.UtcDateTime:yyyy-MM-dd HH:mm} UTC by Cloudless {receipt.CloudlessVersion}, GDAL {receipt.GdalVersion}, .NET {receipt.RuntimeVersion}. Contains modified Copernicus Sentinel data."));
        });
    }

    private static string Lead(Acquisition taken, RasterProfile image)
    {
        GridFacts grid = GridFacts.Of(image);
        string?[] parts =
        [
            taken.Taken is { } time ? Text($"taken {time:yyyy-MM-dd HH:mm} UTC{(taken.Satellite is null ? "" : $" by {taken.Satellite}")}") : taken.Satellite,
            taken.Level is null ? null : $"{taken.Level}{(taken.Baseline is null ? "" : $", baseline {taken.Baseline}")}",
            Text($"{image.Width} × {image.Height} pixels{(grid.PixelMeters is { } side ? Text($" of {side:0.##} m") : "")}"),
            grid.Code,
        ];
        return string.Join(" · ", parts.OfType<string>());
    }

    private static void Figures(HtmlWriter html, RemovalReceipt receipt)
    {
        RemovalStatistics s = receipt.Statistics;
        double pixels = s.DataPixels + s.NoDataPixels;
        PageParts.Figures(
            html,
            (Text($"{s.ChangedPercent:0.0} %"), "of the pixels repainted"),
            (Text($"{(pixels == 0 ? 0 : 100 * s.NoDataPixels / pixels):0.0} %"), "without data"),
            (Text($"{s.Tiles - s.SkippedTiles} of {s.Tiles}"), "tiles computed"),
            (Text($"{receipt.Seconds.Values.Sum():0.0} s"), $"on {receipt.Engine.Name}"));
    }

    private static string Promise(RemovalReceipt receipt) => receipt.Options.Composite
        ? "Repainted pixels are what a network thinks plausible, not observations. All other pixels are the input's, bit for bit."
        : "Every pixel is what a network thinks plausible, not an observation: the result was not put together with the input.";

    private static void Removal(HtmlWriter html, RemovalReceipt receipt) => PageParts.Facts(
        html,
        "How",
        ("Model", $"{receipt.Model.Name} {receipt.Model.Version}"),
        ("SHA-256", receipt.Model.Sha256),
        ("Engine", $"{receipt.Engine.Name}: {receipt.Engine.Description}"),
        ("Chosen", receipt.Engine.Reason),
        ("Clouds found by", receipt.Options.Detector.Kind switch
        {
            DetectorKind.S2Cloudless => "s2cloudless",
            DetectorKind.Raster => $"the mask {Path.GetFileName(receipt.Options.Detector.Raster!.Path)}",
            _ => "the spectral cloud score",
        }),
        ("Radiometry", receipt.Radiometry),
        ("Sentinel-1", receipt.Sar?.Summary ?? "none used"),
        ("Prior fill", receipt.PriorFill?.Summary));

    private static void Pixels(HtmlWriter html, RemovalStatistics s) => PageParts.Facts(
        html,
        "Pixels and tiles",
        ("With data", Text($"{s.DataPixels:N0}")),
        ("Without data", Text($"{s.NoDataPixels:N0}")),
        ("Repainted", Text($"{s.ChangedPixels:N0}")),
        ("Tiles", Text($"{s.Tiles:N0}")),
        ("Tiles skipped", Text($"{s.SkippedTiles:N0}, nothing to repaint in them")));

    private static void Files(HtmlWriter html, string heading, IReadOnlyList<ReceiptFile> files) => PageParts.Table(
        html,
        heading,
        [("What", false), ("File", false), ("Size", true), ("SHA-256", false)],
        files.Select(f => (IReadOnlyList<string>)[f.Role, Path.GetFileName(f.Path), f.Bytes is { } bytes ? Size(bytes) : "", f.Sha256?[..16] ?? ""]));

    private static void Seconds(HtmlWriter html, IReadOnlyDictionary<string, double> seconds) => PageParts.Table(
        html, "Time", [("Stage", false), ("Seconds", true)], seconds.Select(s => (IReadOnlyList<string>)[s.Key, Text($"{s.Value:0.00}")]));

    private static string Size(long bytes) => bytes switch
    {
        >= 1L << 30 => Text($"{bytes / (double)(1L << 30):0.00} GiB"),
        >= 1L << 20 => Text($"{bytes / (double)(1L << 20):0.0} MiB"),
        _ => Text($"{bytes / 1024.0:0.0} KiB"),
    };

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}

/// <summary>Pictures of one size for the page of a removal.</summary>
/// <param name="Before">The input.</param>
/// <param name="After">The result.</param>
/// <param name="Repainted">Where the network painted, the more opaque the more.</param>
internal sealed record RemovalPictures(PagePicture Before, PagePicture After, PagePicture Repainted)
{
    // Opaque enough to be seen on clouds, and open enough to see what is below.
    private const int Opacity = 110;

    private static readonly PaletteEntry[] Shares = [.. Enumerable.Range(0, 256).Select(i => new PaletteEntry((byte)i, 255, 106, 0, (byte)(i * Opacity / 255)))];

    /// <summary>Encodes them.</summary>
    /// <param name="before">[3,H,W], planar: red, green, blue.</param>
    /// <param name="after">[3,H,W], as <paramref name="before"/>.</param>
    /// <param name="share">[H,W]: the network's share, 0..255.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    public static RemovalPictures Encode(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, ReadOnlySpan<byte> share, int height, int width) => new(
        new PagePicture(PngEncoder.Encode(before, height, width), width, height),
        new PagePicture(PngEncoder.Encode(after, height, width), width, height),
        new PagePicture(PngEncoder.EncodeIndexed(share, height, width, Shares), width, height));
}
