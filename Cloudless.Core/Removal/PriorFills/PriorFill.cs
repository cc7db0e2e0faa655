using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Networks.Onnx;

namespace Cloudless.Removal.PriorFills;

/// <summary>
/// A simple estimate of what lies under clouds, put there before the network sees the image, so that its long skip carries a surface and not a
/// cloud; and a baseline that a network must beat. One definition for training, removal and evaluation.
/// </summary>
/// <remarks>
/// Let w be the image's removal mask. A band's estimate is <c>a * own + (1 - a) * global</c> with the card's image weight a, where own is learned from
/// the image's clear pixels (w = 0, not nodata) and global is the card's: both are a median, a mean, or a line on VV and VH (clipped
/// to the DSen2-CR ranges and averaged over the card's window). It is clamped to 1..10000 DN: a line may leave what a surface can reflect, and 0 in all
/// bands would read as nodata. With a ceiling, it is not above the image where the image's visible bands are brighter than a surface like the estimated one: that is a cloud's light, and
/// clouds take none away (under a shadow the surface is brighter than it looks, so a pixel that is not too bright is left alone). The filled image is w * estimate + (1 - w) * image. An image with fewer than 200 clear pixels gets the global
/// estimate alone: the last few dozen clear pixels of an overcast image are haze at cloud edges (one patch with 20 of them lost 7 dB by its own median).
/// What is learned from an image is learned from the whole of it, so that tiles do not show. Immutable, thread-safe.
/// </remarks>
public sealed class PriorFill
{
    /// <summary>Clear pixels that an image must have to say something about itself.</summary>
    internal const int EnoughPixels = 200;

    /// <summary>Takes over what a card says.</summary>
    /// <exception cref="ArgumentException">The card breaks its rules; the message says how.</exception>
    public PriorFill(PriorFillCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        if (PriorFillRules.Breach(card) is { } breach)
        {
            throw new ArgumentException($"Found {breach.Found}; expected {breach.Expected}.", nameof(card));
        }

        Card = card;
    }

    /// <summary>The method and what it learned from other scenes.</summary>
    public PriorFillCard Card { get; }

    /// <summary>Learns from the clear pixels of an image.</summary>
    /// <param name="opticalDn">[13,H,W], planar, signed DN; all bands 0 is nodata; no NaN. Kept by nobody.</param>
    /// <param name="sarDecibel">[2,H,W], VV and VH in dB without gaps; null where there is none or only its fill.</param>
    /// <param name="weight">[1,H,W], 0..1: the removal mask; kept by the result.</param>
    /// <param name="threads">Threads for computing, 0 for one per processor; the result does not depend on them.</param>
    /// <exception cref="RasterMismatchException">Sizes or channel counts do not fit.</exception>
    public ImageFill Measure(Raster<float> opticalDn, Raster<float>? sarDecibel, Raster<float> weight, int threads = 0)
    {
        SarOpticalStack.RequireMatch(opticalDn, sarDecibel);
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Channels != 1 || weight.Height != opticalDn.Height || weight.Width != opticalDn.Width)
        {
            throw new RasterMismatchException(
                $"The mask is [{weight.Channels},{weight.Height},{weight.Width}], the image {opticalDn.Width} x {opticalDn.Height} pixels. Give one weight a pixel.");
        }

        FillMeasure measure = Begin(sarDecibel is not null);
        Raster<float>? terms = measure.UsesSar ? SarTerms.Compute(sarDecibel!, Card.SarWindow, threads) : null;
        measure.Add(PlaneRows.Of(opticalDn), terms is null ? null : PlaneRows.Of(terms), PlaneRows.Of(weight), threads);
        return new ImageFill(measure.ToLines(), terms, weight);
    }

    /// <summary>Begins to learn from an image that comes strip by strip.</summary>
    /// <param name="measuredSar">Whether there is SAR that was measured, not only its fill.</param>
    internal FillMeasure Begin(bool measuredSar) => new(Card, measuredSar);

    /// <summary>The image with its masked pixels filled.</summary>
    /// <param name="opticalDn">[13,H,W] as for <see cref="Measure"/>; not changed.</param>
    /// <param name="sarDecibel">[2,H,W], or null, as there.</param>
    /// <param name="weight">[1,H,W], as there.</param>
    /// <returns>[13,H,W], DN, new: the input's bits where the weight is 0.</returns>
    /// <exception cref="RasterMismatchException">Sizes or channel counts do not fit.</exception>
    public Raster<float> Apply(Raster<float> opticalDn, Raster<float>? sarDecibel, Raster<float> weight)
    {
        ImageFill fill = Measure(opticalDn, sarDecibel, weight);
        var filled = new Raster<float>(opticalDn.Channels, opticalDn.Height, opticalDn.Width, [.. opticalDn.Data]);
        fill.Paint(new Window(0, 0, filled.Width, filled.Height), filled.Data);
        return filled;
    }
}
