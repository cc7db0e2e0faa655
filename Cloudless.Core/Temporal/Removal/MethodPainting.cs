using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Temporal;

/// <summary>Any method over a series in files: it is given one window of all dates at a time, each by itself.</summary>
/// <param name="series">The series.</param>
/// <param name="method">The method.</param>
/// <param name="sar">Where the SAR is read that the method is given too; null for a method that looks at none.</param>
internal sealed class MethodPainting(ISeriesWindows series, ISeriesMethod method, SeriesSarReaders? sar = null) : ISeriesPainting, IDisposable
{
    // Copies of a window of all dates that the most demanding methods hold at once, the input among them.
    private const int Copies = 8;

    private int _bare;

    /// <inheritdoc/>
    public int Side => 256;

    /// <inheritdoc/>
    public long WindowBytes => (long)Copies * Side * Side * series.Channels * sizeof(float) * series.Dates.Count;

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes =>
    [
        .. series.Height <= Side && series.Width <= Side ? [] : (string[])[FormattableString.Invariant($"{method.Name} was applied to windows of {Side} x {Side} pixels, each by itself.")],
        .. _bare == 0 ? [] : (string[])[FormattableString.Invariant($"{_bare} windows were left as they are: nothing is clear in them on any date.")],
    ];

    /// <inheritdoc/>
    public void Begin(int threads, CancellationToken cancellation)
    {
        // A window is all that the method knows.
    }

    /// <inheritdoc/>
    public IReadOnlyList<Raster<float>> Paint(ISeriesReader reader, Window window, IReadOnlyList<int> dates, CancellationToken cancellation)
    {
        var optical = new Raster<float>[series.Dates.Count];
        var masks = new Raster<byte>[series.Dates.Count];
        for (int d = 0; d < optical.Length; d++)
        {
            optical[d] = new Raster<float>(series.Channels, window.Height, window.Width);
            masks[d] = new Raster<byte>(1, window.Height, window.Width);
            reader.ReadOptical(d, window, optical[d].Data);
            reader.ReadMask(d, window, masks[d].Data);
        }

        // The mean has its own rule for pixels that are clear on no date; the others need something to learn from.
        if (method is not MeanMosaic && masks.All(m => !m.Data.AsSpan().Contains(PixelClass.Clear)))
        {
            Interlocked.Increment(ref _bare);
            return [.. dates.Select(d => optical[d])];
        }

        SeriesTarget target = dates is [int one] ? new SeriesTarget(series.Dates[one]) : SeriesTarget.All;
        SeriesResult result = method.Run(ImageSeries.Of(series.Dates, optical, masks, sar?.Read([.. Enumerable.Range(0, optical.Length)], window)), target, cancellation);
        return [.. dates.Select(d => result.Images.First(i => i.Date == series.Dates[d]).Optical)];
    }

    /// <inheritdoc/>
    public void Dispose() => sar?.Dispose();
}
