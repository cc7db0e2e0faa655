using Cloudless.Imagery;

namespace Cloudless.Networks;

/// <summary>Size of a <see cref="UnCRtainTS"/> network; the defaults have the published 0.52 million parameters.</summary>
public sealed record UnCRtainTSOptions
{
    /// <summary>Groups that channels are normalized in.</summary>
    public const int Groups = 4;

    /// <summary>Feature channels, a multiple of 4; inside of a block twice as many.</summary>
    public int Features { get; init; } = 128;

    /// <summary>Blocks of the decoder, 0 or more; the encoder has one.</summary>
    public int Blocks { get; init; } = 5;

    /// <summary>Whether VV and VH follow the 13 optical channels.</summary>
    public bool Sar { get; init; } = true;

    /// <summary>Channels of the input: 15 with SAR, 13 without.</summary>
    public int InputChannels => Sentinel2Band.Count + (Sar ? 2 : 0);

    /// <summary>Refuses sizes no network can have.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Features, Groups);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Features, 1024);
        ArgumentOutOfRangeException.ThrowIfNegative(Blocks);
        if (Features % Groups != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(Features), Features, $"UnCRtainTS normalizes its features in {Groups} groups: give a multiple of {Groups}.");
        }
    }
}
