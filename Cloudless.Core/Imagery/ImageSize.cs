namespace Cloudless.Imagery;

/// <summary>Size of an image whose samples lie in one long vector.</summary>
/// <param name="Height">H in pixels, at least 1.</param>
/// <param name="Width">W in pixels, at least 1.</param>
public readonly record struct ImageSize(int Height, int Width)
{
    /// <summary>Pixels: H*W.</summary>
    public long Pixels => (long)Height * Width;

    /// <summary>The size of a square image by the length of its vector: nothing else tells it.</summary>
    /// <param name="length">Samples in the vector [C,H,W].</param>
    /// <param name="channels">C, at least 1.</param>
    /// <returns>The size; null where no square image of so many channels has this length.</returns>
    public static ImageSize? OfSquare(long length, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (length < 1 || length % channels != 0)
        {
            return null;
        }

        long side = (long)Math.Round(Math.Sqrt(length / channels));
        return side <= int.MaxValue && side * side == length / channels ? new ImageSize((int)side, (int)side) : null;
    }

    /// <summary>How many channels of this size a vector holds.</summary>
    /// <param name="length">Samples in the vector.</param>
    /// <returns>The channels; 0 where the vector does not hold whole channels, or the size is none.</returns>
    public int ChannelsIn(long length) =>
        Height >= 1 && Width >= 1 && length % Pixels == 0 && length / Pixels <= int.MaxValue ? (int)(length / Pixels) : 0;

    /// <inheritdoc/>
    public override string ToString() => $"{Width} x {Height}";
}
