using Cloudless.Imagery;

namespace Cloudless.Rasters.Scratch;

/// <summary>An image that a job works on, [C,H,W], in memory or, where it is too large for that, in a temporary file.</summary>
/// <typeparam name="T">Sample type.</typeparam>
/// <remarks>Places in it are counted in 64 bits: it may be larger than an array. Safe from several threads as long as nobody reads what another one writes.</remarks>
internal abstract class SampleStore<T>(int channels, int height, int width) : IDisposable
    where T : unmanaged
{
    /// <summary>C.</summary>
    public int Channels => channels;

    /// <summary>H in pixels.</summary>
    public int Height => height;

    /// <summary>W in pixels.</summary>
    public int Width => width;

    /// <summary>The whole image.</summary>
    public Window Whole => new(0, 0, width, height);

    /// <summary>Reads a window of one channel.</summary>
    /// <param name="channel">Which.</param>
    /// <param name="window">Where; all of it must have been written.</param>
    /// <param name="destination">[h,w], overwritten.</param>
    public abstract void Read(int channel, Window window, Span<T> destination);

    /// <summary>Writes a window of one channel.</summary>
    /// <param name="channel">Which.</param>
    /// <param name="window">Where.</param>
    /// <param name="samples">Rows of the window.</param>
    /// <param name="stride">Samples from one row of <paramref name="samples"/> to the next.</param>
    public abstract void Write(int channel, Window window, ReadOnlySpan<T> samples, int stride);

    /// <summary>Whole rows of one channel: a view where the image is in memory, else read.</summary>
    /// <param name="channel">Which.</param>
    /// <param name="row">First row.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="buffer">The caller's, for reading; made or enlarged here.</param>
    /// <returns>[count,W], valid until the buffer is used again.</returns>
    public abstract ReadOnlySpan<T> Rows(int channel, int row, int count, ref T[]? buffer);

    /// <summary>Whether <see cref="Rows"/> gives views and needs no buffer.</summary>
    public abstract bool InMemory { get; }

    /// <summary>Reads a window of all channels.</summary>
    /// <param name="window">Where.</param>
    /// <param name="destination">[C,h,w], overwritten.</param>
    public void Read(Window window, Span<T> destination)
    {
        int plane = window.Height * window.Width;
        for (int c = 0; c < channels; c++)
        {
            Read(c, window, destination.Slice(c * plane, plane));
        }
    }

    /// <summary>Writes a window of all channels.</summary>
    /// <param name="window">Where.</param>
    /// <param name="samples">[C,h,w].</param>
    public void Write(Window window, ReadOnlySpan<T> samples)
    {
        int plane = window.Height * window.Width;
        for (int c = 0; c < channels; c++)
        {
            Write(c, window, samples.Slice(c * plane, plane), window.Width);
        }
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}
