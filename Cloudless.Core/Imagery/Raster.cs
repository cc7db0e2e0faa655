namespace Cloudless.Imagery;

/// <summary>An image in memory: [C,H,W], planar (channel after channel, row after row), unit and nodata given by its maker.</summary>
/// <typeparam name="T">Sample type, e.g. <see cref="ushort"/> for DN, <see cref="float"/> for signed DN or dB.</typeparam>
/// <remarks>Holds its array, never copies on access. Reading from several threads is safe; writing is the caller's to order.</remarks>
public sealed class Raster<T>
    where T : unmanaged
{
    /// <summary>Makes a raster of zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the raster would pass 2^31-1 samples.</exception>
    public Raster(int channels, int height, int width)
        : this(channels, height, width, new T[Length(channels, height, width)])
    {
    }

    /// <summary>Wraps an array without copying it.</summary>
    /// <param name="channels">C, at least 1.</param>
    /// <param name="height">H in pixels, at least 1.</param>
    /// <param name="width">W in pixels, at least 1.</param>
    /// <param name="data">[C,H,W], planar; its length must be C*H*W.</param>
    /// <exception cref="ArgumentException">The array's length is not C*H*W.</exception>
    public Raster(int channels, int height, int width, T[] data)
    {
        ArgumentNullException.ThrowIfNull(data);
        int length = Length(channels, height, width);
        if (data.Length != length)
        {
            throw new ArgumentException($"The array holds {data.Length} samples; [{channels},{height},{width}] needs {length}.", nameof(data));
        }

        (Channels, Height, Width, Data) = (channels, height, width, data);
    }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>H in pixels.</summary>
    public int Height { get; }

    /// <summary>W in pixels.</summary>
    public int Width { get; }

    /// <summary>Samples of one channel: H*W.</summary>
    public int PlaneLength => Height * Width;

    /// <summary>All samples, [C,H,W], planar. The raster's own array.</summary>
    public T[] Data { get; }

    /// <summary>One sample.</summary>
    public ref T this[int channel, int row, int column] => ref Data[(((channel * Height) + row) * Width) + column];

    /// <summary>One channel, [H,W], row after row; a view, not a copy.</summary>
    public Span<T> Channel(int channel) => Data.AsSpan(channel * PlaneLength, PlaneLength);

    /// <summary>Copies a window of all channels into a new raster [C,window.Height,window.Width].</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window leaves the raster.</exception>
    public Raster<T> Crop(Window window)
    {
        if (!window.FitsIn(Width, Height))
        {
            throw new ArgumentOutOfRangeException(nameof(window), $"The window ({window}) leaves the raster of {Width} x {Height} pixels.");
        }

        var part = new Raster<T>(Channels, window.Height, window.Width);
        for (int c = 0; c < Channels; c++)
        {
            for (int y = 0; y < window.Height; y++)
            {
                Channel(c).Slice(((window.Row + y) * Width) + window.Column, window.Width)
                    .CopyTo(part.Channel(c).Slice(y * window.Width, window.Width));
            }
        }

        return part;
    }

    private static int Length(int channels, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        long length = (long)channels * height * width;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength, nameof(channels));
        return (int)length;
    }
}
