using System.Collections.Concurrent;
using Cloudless.Imagery;

namespace Cloudless.Temporal;

/// <summary>A series whose readers stay open when a thread is done with them and serve the next one: opening the files of all dates takes longer than reading a window of them.</summary>
/// <param name="inner">The series.</param>
/// <param name="remember">Whether a reader keeps the window that it read last (<see cref="WindowMemory"/>).</param>
internal sealed class SharedReaders(ISeriesWindows inner, bool remember) : ISeriesWindows, IDisposable
{
    private readonly ConcurrentBag<ISeriesReader> _free = [];

    /// <inheritdoc/>
    public IReadOnlyList<DateOnly> Dates => inner.Dates;

    /// <inheritdoc/>
    public int Channels => inner.Channels;

    /// <inheritdoc/>
    public int Height => inner.Height;

    /// <inheritdoc/>
    public int Width => inner.Width;

    /// <inheritdoc/>
    public ISeriesReader OpenReader() =>
        new Lent(_free, _free.TryTake(out ISeriesReader? free) ? free : remember ? new WindowMemory(inner.OpenReader(), inner.Dates.Count) : inner.OpenReader());

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_free.TryTake(out ISeriesReader? reader))
        {
            reader.Dispose();
        }
    }

    private sealed class Lent(ConcurrentBag<ISeriesReader> free, ISeriesReader reader) : ISeriesReader
    {
        public void ReadMask(int date, Window window, Span<byte> mask) => reader.ReadMask(date, window, mask);

        public void ReadOptical(int date, Window window, Span<float> optical) => reader.ReadOptical(date, window, optical);

        public void Dispose() => free.Add(reader);
    }
}
