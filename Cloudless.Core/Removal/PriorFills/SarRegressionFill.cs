using Cloudless.Imagery;

namespace Cloudless.Removal.PriorFills;

/// <summary>
/// Fills covered pixels by a line per band on VV and VH, fitted on the image's own clear pixels and shrunk to the line of other scenes. A
/// weighted mean of the coefficients is the same as one of the two estimates.
/// </summary>
public sealed class SarRegressionFill : IPriorFill
{
    private readonly double[,] _global;
    private readonly double _patchWeight;

    private SarRegressionFill(double[,] global, double patchWeight) => (_global, _patchWeight) = (global, patchWeight);

    /// <inheritdoc/>
    public string Name => "shrunk SAR regression";

    /// <summary>Fits the global lines.</summary>
    /// <param name="images">Other scenes than those to be filled, all with SAR.</param>
    /// <param name="patchWeight">Weight of the image's own line, 0..1; an image with fewer than 200 clear pixels gets the global one alone.</param>
    /// <exception cref="ArgumentException">No clear pixel, an image without SAR, or the weight leaves 0..1.</exception>
    public static SarRegressionFill Fit(IEnumerable<FillImage> images, double patchWeight = 0.3)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfNegative(patchWeight);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(patchWeight, 1);
        var regression = new SarRegression();
        foreach (FillImage image in images)
        {
            regression.Add(image);
        }

        return regression.Pixels > 0
            ? new SarRegressionFill(regression.Solve(), patchWeight)
            : throw new ArgumentException("No image has a clear pixel to learn from. Give cloud-free images too.", nameof(images));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The image has no SAR.</exception>
    public Raster<float> Apply(FillImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var own = new SarRegression();
        own.Add(image);
        double weight = own.Pixels >= FillImage.EnoughPixels ? _patchWeight : 0;
        double[,] ownLine = weight > 0 ? own.Solve() : _global;
        Raster<float> sar = image.Sar!;
        return image.Fill((band, pixel) =>
        {
            (double vv, double vh) = SarRegression.TermsOf(sar, pixel);
            double dn = (weight * At(ownLine, band, vv, vh)) + ((1 - weight) * At(_global, band, vv, vh));
            // A line may leave what a surface can reflect; 1 DN keeps a filled pixel from reading as nodata.
            return (float)Math.Clamp(dn, 1, 10_000);
        });
    }

    private static double At(double[,] line, int band, double vv, double vh) => (line[0, band] * vv) + (line[1, band] * vh) + line[2, band];
}
