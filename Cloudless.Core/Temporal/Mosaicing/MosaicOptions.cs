namespace Cloudless.Temporal;

/// <summary>How <see cref="NearestMosaic"/> fills what is covered on the wanted day.</summary>
public sealed record MosaicOptions
{
    /// <summary>How another date is brought to the level of the wanted one, band by band.</summary>
    public MosaicLevel Level { get; init; } = MosaicLevel.Offset;

    /// <summary>How many of the nearest clear dates are averaged at a pixel, weighted by nearness; 1 takes the nearest alone.</summary>
    public int Dates { get; init; } = 1;

    /// <summary>
    /// Radius in pixels within which what is filled in follows the clear pixels around it, so that no seam is left; 0 for none. The reach is twice that.
    /// </summary>
    public int Feather { get; init; } = 32;

    /// <summary>Share of clear pixels, 0..1, from which on the wanted day itself gives the level; below it the nearest date that has so many does.</summary>
    public double LeastReference { get; init; } = 0.02;

    /// <summary>DN where no pixel of the series is clear on any date; the paper's half of the range.</summary>
    public float Fill { get; init; } = MeanMosaic.PublishedFill;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Dates, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Feather);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Feather, SeamFeather.LargestRadius);
        if (LeastReference is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(LeastReference), LeastReference, "The least share of clear pixels lies in 0..1.");
        }

        if (!float.IsFinite(Fill))
        {
            throw new ArgumentOutOfRangeException(nameof(Fill), Fill, "The fill is a finite DN.");
        }
    }
}

/// <summary>How one date is brought to the level of another.</summary>
public enum MosaicLevel
{
    /// <summary>It is taken as it is.</summary>
    None,

    /// <summary>The difference of the means over the pixels that are clear on both is added.</summary>
    Offset,

    /// <summary>The line of least squares over the pixels that are clear on both.</summary>
    GainAndOffset,
}
