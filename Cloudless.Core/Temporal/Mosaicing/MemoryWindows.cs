using Cloudless.Imagery;

namespace Cloudless.Temporal;

/// <summary>A series in memory as windows.</summary>
internal sealed class MemoryWindows(ImageSeries series) : ISeriesWindows, ISeriesReader
{
    public IReadOnlyList<DateOnly> Dates => series.Dates;

    public int Channels => series.Channels;

    public int Height => series.Height;

    public int Width => series.Width;

    public ISeriesReader OpenReader() => this;

    public void ReadMask(int date, Window window, Span<byte> mask) => Copy(series.Masks[date], window, mask);

    public void ReadOptical(int date, Window window, Span<float> optical) => Copy(series.Optical[date], window, optical);

    public void Dispose()
    {
    }

    private static void Copy<T>(Raster<T> from, Window window, Span<T> to)
        where T : unmanaged
    {
        for (int c = 0, at = 0; c < from.Channels; c++)
        {
            ReadOnlySpan<T> plane = from.Channel(c);
            for (int y = window.Row; y < window.Bottom; y++, at += window.Width)
            {
                plane.Slice((y * from.Width) + window.Column, window.Width).CopyTo(to[at..]);
            }
        }
    }
}
