using Cloudless.Imagery;

namespace Cloudless.Networks;

/// <summary>Size of a <see cref="Pix2Pix"/> network; the defaults are the published ones for images of 256 x 256 pixels.</summary>
public sealed record Pix2PixOptions
{
    /// <summary>Channels of the first layer, doubled by each halving up to eight times as many.</summary>
    public int Width { get; init; } = 64;

    /// <summary>How often H and W are halved, 2 to 8; both have to be multiples of 2 to the power of it.</summary>
    public int Levels { get; init; } = 8;

    /// <summary>Whether VV and VH follow the 13 optical channels.</summary>
    public bool Sar { get; init; } = true;

    /// <summary>Channels of the input: 15 with SAR, 13 without.</summary>
    public int InputChannels => Sentinel2Band.Count + (Sar ? 2 : 0);

    /// <summary>Refuses sizes no network can have.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Width, 512);
        ArgumentOutOfRangeException.ThrowIfLessThan(Levels, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Levels, 8);
    }
}
