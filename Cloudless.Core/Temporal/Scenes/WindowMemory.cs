using Cloudless.Imagery;

namespace Cloudless.Temporal;

/// <summary>Keeps what was read of the window that was read last, for methods that look at it again for every day wanted.</summary>
/// <param name="inner">Reads; disposed with this.</param>
/// <param name="dates">Number of dates.</param>
internal sealed class WindowMemory(ISeriesReader inner, int dates) : ISeriesReader
{
    private readonly float[]?[] _kept = new float[]?[dates];
    private Window _window;

    /// <inheritdoc/>
    public void ReadMask(int date, Window window, Span<byte> mask) => inner.ReadMask(date, window, mask);

    /// <inheritdoc/>
    public void ReadOptical(int date, Window window, Span<float> optical)
    {
        if (window != _window)
        {
            Array.Clear(_kept);
            _window = window;
        }

        if (_kept[date] is not { } samples)
        {
            inner.ReadOptical(date, window, optical);
            _kept[date] = optical.ToArray();
            return;
        }

        samples.CopyTo(optical);
    }

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
