using Cloudless.Imagery;

namespace Cloudless.Networks;

/// <summary>Size of a <see cref="SequenceToSequence"/> network and what drives it.</summary>
public sealed record SequenceToSequenceOptions
{
    /// <summary>Whether VV and VH of each date drive the network, else noise.</summary>
    public bool Sar { get; init; }

    /// <summary>Channels of the noise where there is no SAR.</summary>
    public int NoiseChannels { get; init; } = 16;

    /// <summary>Optical bands that are made.</summary>
    public int Bands { get; init; } = Sentinel2Band.Count;

    /// <summary>Feature channels at full size; each halving doubles them, up to eight times as many.</summary>
    public int Width { get; init; } = 16;

    /// <summary>How often height and width are halved; both have to be multiples of 2 to the power of it.</summary>
    public int Levels { get; init; } = 4;

    /// <summary>Channels of the input: VV and VH, or noise.</summary>
    public int InputChannels => Sar ? 2 : NoiseChannels;

    /// <summary>Refuses sizes no network can have.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(NoiseChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Bands, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Width, 512);
        ArgumentOutOfRangeException.ThrowIfLessThan(Levels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Levels, 6);
    }
}
