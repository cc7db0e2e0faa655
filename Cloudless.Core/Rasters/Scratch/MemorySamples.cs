using Cloudless.Imagery;

namespace Cloudless.Rasters.Scratch;

/// <summary>An image in memory.</summary>
internal sealed class MemorySamples<T> : SampleStore<T>
    where T : unmanaged
{
    private readonly Raster<T> _image;
    private readonly bool _owned;

    /// <summary>Takes memory, which holds anything at first; the next job gets it after disposal.</summary>
    public MemorySamples(int channels, int height, int width)
        : this(new Raster<T>(channels, height, width, LargeArrays.Take<T>(checked(channels * height * width)))) => _owned = true;

    /// <summary>Shows a raster, which stays the caller's.</summary>
    public MemorySamples(Raster<T> image)
        : base(image.Channels, image.Height, image.Width) => _image = image;

    /// <summary>[C,H,W], the image itself.</summary>
    public T[] Data => _image.Data;

    /// <inheritdoc/>
    public override bool InMemory => true;

    /// <inheritdoc/>
    public override void Read(int channel, Window window, Span<T> destination)
    {
        for (int y = 0; y < window.Height; y++)
        {
            Row(channel, window, y).CopyTo(destination.Slice(y * window.Width, window.Width));
        }
    }

    /// <inheritdoc/>
    public override void Write(int channel, Window window, ReadOnlySpan<T> samples, int stride)
    {
        for (int y = 0; y < window.Height; y++)
        {
            samples.Slice(y * stride, window.Width).CopyTo(Row(channel, window, y));
        }
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<T> Rows(int channel, int row, int count, ref T[]? buffer) => _image.Channel(channel).Slice(row * Width, count * Width);

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_owned)
        {
            LargeArrays.Give(_image.Data);
        }
    }

    private Span<T> Row(int channel, Window window, int y) =>
        _image.Data.AsSpan((((channel * Height) + window.Row + y) * Width) + window.Column, window.Width);
}
