using System.Numerics;
using Cloudless.Imagery;

namespace Cloudless.Rasters.Products;

/// <summary>Which pixels of a coarser band a window of the scene needs.</summary>
internal static class BandUpsampler
{
    /// <summary>The window of the file that resampling looks at.</summary>
    /// <param name="window">On the scene's grid.</param>
    /// <param name="factor">Pixels of the scene along a side of the file's pixels.</param>
    /// <param name="resampling">How.</param>
    /// <param name="width">Of the file.</param>
    /// <param name="height">Of the file.</param>
    public static Window SourceOf(Window window, int factor, BandResampling resampling, int width, int height)
    {
        int margin = resampling switch { BandResampling.Nearest => 0, BandResampling.Bilinear => 1, _ => 2 };
        int left = window.Column / factor, top = window.Row / factor;
        return new Window(left, top, ((window.Right - 1) / factor) - left + 1, ((window.Bottom - 1) / factor) - top + 1).GrowWithin(margin, width, height);
    }
}

/// <summary>Brings a coarser band to the scene's grid; pixels lie on each other by their areas.</summary>
/// <remarks>
/// <para>Bilinear weights are whole numbers, and of samples of 16 bits their sums are exact, so a pixel has the same bits in every window. Cubic sums are made in one order for every pixel.</para>
/// <para>Nodata (also NaN) is not mixed in: a pixel over a nodata pixel is nodata, one beside it gets the weighted mean of the others, bilinear. Data never becomes nodata by rounding.</para>
/// </remarks>
/// <param name="factor">Pixels of the scene along a side of the file's pixels, 2 or more.</param>
/// <param name="resampling">How.</param>
/// <param name="noData">Sample without data.</param>
internal sealed class BandUpsampler<T>(int factor, BandResampling resampling, double noData)
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private readonly T _noData = T.CreateSaturating(noData);

    /// <summary>Fills a window.</summary>
    /// <param name="source">[h,w] of the file at <paramref name="at"/>.</param>
    /// <param name="at">As <see cref="BandUpsampler.SourceOf"/> gives it.</param>
    /// <param name="width">Of the file.</param>
    /// <param name="height">Of the file.</param>
    /// <param name="window">On the scene's grid.</param>
    /// <param name="destination">[h,w] of <paramref name="window"/>, overwritten.</param>
    public void Run(ReadOnlySpan<T> source, Window at, int width, int height, Window window, Span<T> destination)
    {
        if (resampling == BandResampling.Nearest)
        {
            Repeat(source, at, window, destination);
            return;
        }

        Taps columns = Taps.Of(resampling, factor, window.Column, window.Width, at.Column, width);
        Taps rows = Taps.Of(resampling, factor, window.Row, window.Height, at.Row, height);
        var lines = new ExpandedLines<T>(columns, at, _noData);
        for (int y = 0; y < window.Height; y++)
        {
            Span<T> row = destination.Slice(y * window.Width, window.Width);
            bool gaps = lines.Load(source, rows, y);
            lines.Combine(rows, y, row);
            if (gaps)
            {
                Mend(source, at, window, (rows, columns, y), row);
            }
        }
    }

    private void Repeat(ReadOnlySpan<T> source, Window at, Window window, Span<T> destination)
    {
        for (int y = 0; y < window.Height; y++)
        {
            ReadOnlySpan<T> line = source.Slice((((window.Row + y) / factor) - at.Row) * at.Width, at.Width);
            Span<T> row = destination.Slice(y * window.Width, window.Width);
            for (int x = 0; x < row.Length; x++)
            {
                row[x] = line[((window.Column + x) / factor) - at.Column];
            }
        }
    }

    // Pixels that are made of one without data, once more and without it.
    private void Mend(ReadOnlySpan<T> source, Window at, Window window, (Taps Rows, Taps Columns, int Row) line, Span<T> row)
    {
        ReadOnlySpan<int> tall = line.Rows.Places.AsSpan(line.Row * line.Rows.Count, line.Rows.Count);
        int under = ((window.Row + line.Row) / factor) - at.Row;
        for (int x = 0; x < row.Length; x++)
        {
            T value = source[(under * at.Width) + ((window.Column + x) / factor) - at.Column];
            if (IsNoData(value))
            {
                row[x] = value;
            }
            else if (HoldsNoData(source, at.Width, tall, line.Columns.Places.AsSpan(x * line.Columns.Count, line.Columns.Count)))
            {
                row[x] = Without(source, at.Width, tall, line.Columns.Places.AsSpan(x * line.Columns.Count, line.Columns.Count), (window.Row + line.Row, window.Column + x));
            }
        }
    }

    private bool HoldsNoData(ReadOnlySpan<T> source, int width, ReadOnlySpan<int> rows, ReadOnlySpan<int> columns)
    {
        foreach (int y in rows)
        {
            foreach (int x in columns)
            {
                if (IsNoData(source[(y * width) + x]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // The bilinear mean of the pixels with data; the one under the pixel is among them.
    private T Without(ReadOnlySpan<T> source, int width, ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, (int Row, int Column) pixel)
    {
        // Of the four taps of cubic convolution the inner two.
        int first = (rows.Length / 2) - 1, down = Share(pixel.Row), right = Share(pixel.Column);
        double sum = 0, weights = 0;
        for (int k = 0; k < 4; k++)
        {
            T value = source[(rows[first + (k >> 1)] * width) + columns[first + (k & 1)]];
            double weight = (k < 2 ? (2 * factor) - down : down) * (double)((k & 1) == 0 ? (2 * factor) - right : right);
            if (!IsNoData(value))
            {
                sum += weight * double.CreateTruncating(value);
                weights += weight;
            }
        }

        return SampleRounding<T>.Round((float)(sum / weights), _noData);

        int Share(int place) => ((2 * place) + 1 + factor) % (2 * factor);
    }

    private bool IsNoData(T value) => value == _noData || T.IsNaN(value);
}
