namespace Cloudless.Masks;

/// <summary>Settings of the spectral cloud score and the cloud and shadow mask; the defaults are dsen2-cr's.</summary>
public sealed record CloudMaskOptions
{
    /// <summary>A pixel is cloud where its score is at least this; 0..1, 0.2 in all published systems.</summary>
    public double Threshold { get; init; } = 0.2;

    /// <summary>Limits of the aerosol-and-cirrus test.</summary>
    public CirrusConstants Cirrus { get; init; } = CirrusConstants.DSen2Cr;

    /// <summary>Whether the moisture test R((B08-B11)/(B08+B11); -0.1, 0.1) takes part; off in all published systems.</summary>
    public bool MoistureTest { get; init; }

    /// <summary>
    /// Whether pixels with all 13 bands at 0 become <see cref="PixelClass.NoData"/>, stay out of the shadow statistics and have a raw cloud
    /// score of 0, which is what the filters find outside of the image. Off by default, as in the published systems, whose masks for losses know three classes; on in the
    /// <c>mask</c> command, where a swath edge would otherwise set the darkest pixel of the shadow statistics.
    /// </summary>
    public bool MarkNoData { get; init; }

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The threshold leaves 0..1, or the constants are unknown.</exception>
    internal void Validate()
    {
        if (!(Threshold >= 0 && Threshold <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Threshold), Threshold, "The cloud threshold is a score between 0 and 1 (published: 0.2).");
        }

        if (!Enum.IsDefined(Cirrus))
        {
            throw new ArgumentOutOfRangeException(nameof(Cirrus), Cirrus, "Use DSen2Cr or UnCRtainTs.");
        }
    }
}
