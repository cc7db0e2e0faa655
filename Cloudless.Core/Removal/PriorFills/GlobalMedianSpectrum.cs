using Cloudless.Imagery;

namespace Cloudless.Removal.PriorFills;

/// <summary>Fills every covered pixel with one spectrum: the median per band over clear pixels of other scenes.</summary>
public sealed class GlobalMedianSpectrum : IPriorFill
{
    private GlobalMedianSpectrum(float[] spectrum) => Spectrum = spectrum;

    /// <inheritdoc/>
    public string Name => "global median spectrum";

    /// <summary>13 DN in band order.</summary>
    public IReadOnlyList<float> Spectrum { get; }

    /// <summary>Takes the medians.</summary>
    /// <param name="images">Other scenes than those to be filled; SAR is not used.</param>
    /// <exception cref="ArgumentException">No image has a clear pixel.</exception>
    public static GlobalMedianSpectrum Fit(IEnumerable<FillImage> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var medians = new BandMedians();
        foreach (FillImage image in images)
        {
            medians.Add(image);
        }

        return medians.Pixels > 0
            ? new GlobalMedianSpectrum(medians.ToSpectrum())
            : throw new ArgumentException("No image has a clear pixel to learn from. Give cloud-free images too.", nameof(images));
    }

    /// <inheritdoc/>
    public Raster<float> Apply(FillImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.Fill((band, _) => Spectrum[band]);
    }
}
