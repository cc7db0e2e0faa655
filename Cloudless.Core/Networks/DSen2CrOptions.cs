using Cloudless.Imagery;

namespace Cloudless.Networks;

/// <summary>Size of a <see cref="DSen2Cr"/>; the defaults are the published network (18,947,341 parameters).</summary>
public sealed record DSen2CrOptions
{
    /// <summary>F, feature channels, 1 or more.</summary>
    public int Features { get; init; } = 256;

    /// <summary>B, residual blocks, 0 or more.</summary>
    public int Blocks { get; init; } = 16;

    /// <summary>Whether VV and VH follow the 13 optical channels.</summary>
    public bool Sar { get; init; } = true;

    /// <summary>Factor on a block's residual before it is added; 0.1 as published.</summary>
    public float ResidualScale { get; init; } = 0.1f;

    /// <summary>Channels of the input: 15 with SAR, 13 without.</summary>
    public int InputChannels => Sentinel2Band.Count + (Sar ? 2 : 0);

    /// <summary>Checks the sizes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Features, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Blocks);
        if (!float.IsFinite(ResidualScale))
        {
            throw new ArgumentOutOfRangeException(nameof(ResidualScale), ResidualScale, "The residual scale must be a finite number.");
        }
    }
}
