using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cloudless.Imagery;

namespace Cloudless.Rasters.Scratch;

/// <summary>An image in a temporary file: planes one after the other, without a header, in the machine's byte order.</summary>
internal sealed class FileSamples<T>(ScratchFile file, int channels, int height, int width) : SampleStore<T>(channels, height, width)
    where T : unmanaged
{
    // One call to the system for so many bytes at most.
    private const int Run = 1 << 26;

    /// <summary>The file.</summary>
    public string Path => file.Path;

    /// <inheritdoc/>
    public override bool InMemory => false;

    /// <inheritdoc/>
    public override void Read(int channel, Window window, Span<T> destination)
    {
        (int lines, int length) = Lines(window);
        for (int y = 0; y < window.Height; y += lines)
        {
            int count = Math.Min(lines, window.Height - y) * length;
            file.Read(MemoryMarshal.AsBytes(destination.Slice(y * length, count)), Offset(channel, window.Row + y, window.Column));
        }
    }

    /// <inheritdoc/>
    public override void Write(int channel, Window window, ReadOnlySpan<T> samples, int stride)
    {
        (int lines, int length) = stride == window.Width ? Lines(window) : (1, window.Width);
        for (int y = 0; y < window.Height; y += lines)
        {
            int count = Math.Min(lines, window.Height - y) * length;
            file.Write(MemoryMarshal.AsBytes(samples.Slice(y * stride, count)), Offset(channel, window.Row + y, window.Column));
        }
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<T> Rows(int channel, int row, int count, ref T[]? buffer)
    {
        if (buffer is null || buffer.Length < count * Width)
        {
            buffer = GC.AllocateUninitializedArray<T>(count * Width);
        }

        Read(channel, new Window(0, row, Width, count), buffer.AsSpan(0, count * Width));
        return buffer.AsSpan(0, count * Width);
    }

    /// <inheritdoc/>
    public override void Dispose() => file.Dispose();

    // Rows that lie one after the other in the file are one run.
    private (int Lines, int Length) Lines(Window window) =>
        (window.Width < Width ? 1 : Math.Max(1, Run / (Unsafe.SizeOf<T>() * Width)), window.Width);

    private long Offset(int channel, int row, int column) => ((((long)channel * Height) + row) * Width + column) * Unsafe.SizeOf<T>();
}
