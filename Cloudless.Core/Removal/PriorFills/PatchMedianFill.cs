using Cloudless.Imagery;

namespace Cloudless.Removal.PriorFills;

/// <summary>
/// Fills every covered pixel with the median spectrum of the image's own clear pixels, shrunk to the global one: what is clear in a cloudy
/// image is a biased sample of it.
/// </summary>
public sealed class PatchMedianFill : IPriorFill
{
    private readonly GlobalMedianSpectrum _global;
    private readonly double _patchWeight;

    /// <summary>Combines a global spectrum with the image's own.</summary>
    /// <param name="global">Of other scenes.</param>
    /// <param name="patchWeight">Weight of the image's own median, 0..1; an image with fewer than 200 clear pixels gets the global one alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight leaves 0..1.</exception>
    public PatchMedianFill(GlobalMedianSpectrum global, double patchWeight = 0.3)
    {
        ArgumentNullException.ThrowIfNull(global);
        ArgumentOutOfRangeException.ThrowIfNegative(patchWeight);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(patchWeight, 1);
        (_global, _patchWeight) = (global, patchWeight);
    }

    /// <inheritdoc/>
    public string Name => "shrunk patch median";

    /// <inheritdoc/>
    public Raster<float> Apply(FillImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var medians = new BandMedians();
        medians.Add(image);
        float[] spectrum = [.. _global.Spectrum];
        if (medians.Pixels >= FillImage.EnoughPixels)
        {
            float[] own = medians.ToSpectrum();
            for (int band = 0; band < spectrum.Length; band++)
            {
                spectrum[band] = (float)((_patchWeight * own[band]) + ((1 - _patchWeight) * spectrum[band]));
            }
        }

        return image.Fill((band, _) => spectrum[band]);
    }
}
