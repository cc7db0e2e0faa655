using Cloudless.Masks;
using Cloudless.Rasters.Products;

namespace Cloudless.Cli.Jobs;

/// <summary>The result of <c>mask</c>.</summary>
internal sealed record MaskReport
{
    public required string Input { get; init; }

    public required string Mask { get; init; }

    public string? Score { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>Threshold of the spectral score; null where another detector was used.</summary>
    public double? Threshold { get; init; }

    /// <summary>Constants of the spectral score, likewise.</summary>
    public string? Cirrus { get; init; }

    public required long ClearPixels { get; init; }

    public required long CloudPixels { get; init; }

    public required long ShadowPixels { get; init; }

    public required long NoDataPixels { get; init; }

    /// <summary>Cloud in percent of the pixels with data.</summary>
    public required double CloudPercent { get; init; }

    /// <summary>Shadow in percent of the pixels with data.</summary>
    public required double ShadowPercent { get; init; }

    /// <summary>What was decided on the way, first the radiometry and why.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What found the clouds, and how.</summary>
    public required DetectorOptions Detector { get; init; }

    public static MaskReport From(MaskRequest request, OpticalSource source, SceneClassifier classifier, ReadOnlySpan<long> counts)
    {
        double data = Math.Max(1, counts[PixelClass.Clear] + counts[PixelClass.Cloud] + counts[PixelClass.Shadow]);
        bool spectral = request.Detector.Kind == DetectorKind.Spectral;
        return new MaskReport
        {
            Input = request.OpticalPath,
            Mask = request.MaskPath,
            Score = request.ScorePath,
            Width = source.Profile.Width,
            Height = source.Profile.Height,
            Threshold = spectral ? request.Options.Threshold : null,
            Cirrus = spectral ? CirrusNames.Of(request.Options.Cirrus) : null,
            ClearPixels = counts[PixelClass.Clear],
            CloudPixels = counts[PixelClass.Cloud],
            ShadowPixels = counts[PixelClass.Shadow],
            NoDataPixels = counts[PixelClass.NoData],
            CloudPercent = Math.Round(100 * counts[PixelClass.Cloud] / data, 3),
            ShadowPercent = Math.Round(100 * counts[PixelClass.Shadow] / data, 3),
            Notes = [.. source.Notes, .. classifier.Notes],
            Detector = request.Detector,
        };
    }
}
