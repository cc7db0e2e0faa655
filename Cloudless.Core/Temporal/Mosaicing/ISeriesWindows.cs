using Cloudless.Imagery;

namespace Cloudless.Temporal;

/// <summary>A series that is read window by window: in memory, or in files larger than memory.</summary>
internal interface ISeriesWindows
{
    /// <summary>Days, ascending.</summary>
    IReadOnlyList<DateOnly> Dates { get; }

    /// <summary>C.</summary>
    int Channels { get; }

    /// <summary>H in pixels.</summary>
    int Height { get; }

    /// <summary>W in pixels.</summary>
    int Width { get; }

    /// <summary>Opens the series for one thread.</summary>
    ISeriesReader OpenReader();
}

/// <summary>Reads windows of a series; one thread's own.</summary>
internal interface ISeriesReader : IDisposable
{
    /// <summary>The mask of a date, [h,w], values of <see cref="Masks.PixelClass"/>.</summary>
    void ReadMask(int date, Window window, Span<byte> mask);

    /// <summary>The image of a date, [C,h,w], planar, signed DN.</summary>
    void ReadOptical(int date, Window window, Span<float> optical);
}
