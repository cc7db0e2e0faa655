using System.Numerics;
using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Temporal;

/// <summary>
/// A series as a matrix: a row for each pixel of each band ([C*H*W], bands one after the other), a column for each date; reflectance (DN / 10,000).
/// Rows are padded with columns of zeros to whole vectors. Which entries are known is told for pixels, [H*W] rows, as 1 and 0; columns of padding count as known.
/// </summary>
/// <remarks>
/// The entries that are not known hold a first guess: the mean of the row's known ones; where there is none, the mean of the band over all that is known; 0 in a series without anything known.
/// </remarks>
internal sealed class SeriesMatrix
{
    private const float ReflectancePerDn = 1e-4f, DnPerReflectance = 1e4f;

    private SeriesMatrix(int channels, int pixels, int dates)
    {
        (Channels, Pixels, Dates) = (channels, pixels, dates);
        Stride = (dates + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        long length = (long)channels * pixels * Stride;
        if (length > Array.MaxLength)
        {
            throw new CloudlessException(
                FormattableString.Invariant($"{dates} dates of {channels} bands and {pixels} pixels make a matrix of {length} entries; at most {Array.MaxLength} can be decomposed at once. Cut the scene into windows, e.g. of 256 x 256."));
        }

        Values = new float[length];
        Known = new float[pixels * Stride];
    }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>H*W.</summary>
    public int Pixels { get; }

    /// <summary>T.</summary>
    public int Dates { get; }

    /// <summary>T, padded.</summary>
    public int Stride { get; }

    /// <summary>C*H*W.</summary>
    public int Rows => Channels * Pixels;

    /// <summary>[C*H*W, Stride], reflectance.</summary>
    public float[] Values { get; }

    /// <summary>[H*W, Stride], 1 known, 0 not.</summary>
    public float[] Known { get; }

    /// <summary>Makes the matrix.</summary>
    /// <param name="series">The series.</param>
    /// <param name="masked">Whether cloud and shadow count as not known; nodata always does.</param>
    /// <param name="threads">Threads; 0 for one per processor. No bit depends on it.</param>
    /// <exception cref="CloudlessException">It would be too large.</exception>
    public static SeriesMatrix Of(ImageSeries series, bool masked, int threads = 0)
    {
        var matrix = new SeriesMatrix(series.Channels, series.Height * series.Width, series.Dates.Count);
        matrix.FillKnown(series, masked);
        Workers.ForEach(series.Channels, threads, c => matrix.FillBand(series, c));
        return matrix;
    }

    /// <summary>One row.</summary>
    public Span<float> Row(int row) => Values.AsSpan(row * Stride, Stride);

    /// <summary>Which entries of a row of <see cref="Values"/> are known.</summary>
    public ReadOnlySpan<float> KnownOf(int row) => Known.AsSpan(row % Pixels * Stride, Stride);

    /// <summary>Writes a column of a matrix of this shape as an image.</summary>
    /// <param name="values">[C*H*W, Stride], reflectance.</param>
    /// <param name="date">The column.</param>
    /// <param name="image">[C,H,W], DN; overwritten.</param>
    public void ToImage(ReadOnlySpan<float> values, int date, Raster<float> image)
    {
        for (int row = 0; row < Rows; row++)
        {
            image.Data[row] = values[(row * Stride) + date] * DnPerReflectance;
        }
    }

    private void FillKnown(ImageSeries series, bool masked)
    {
        for (int p = 0; p < Pixels; p++)
        {
            Span<float> row = Known.AsSpan(p * Stride, Stride);
            row.Fill(1);
            for (int t = 0; t < Dates; t++)
            {
                byte pixelClass = series.Masks[t].Data[p];
                row[t] = pixelClass == PixelClass.NoData || (masked && pixelClass != PixelClass.Clear) ? 0 : 1;
            }
        }
    }

    private void FillBand(ImageSeries series, int channel)
    {
        double bandSum = 0;
        long bandCount = 0;
        for (int p = 0; p < Pixels; p++)
        {
            Span<float> row = Row((channel * Pixels) + p);
            ReadOnlySpan<float> known = Known.AsSpan(p * Stride, Stride);
            for (int t = 0; t < Dates; t++)
            {
                row[t] = known[t] * series.Optical[t].Channel(channel)[p] * ReflectancePerDn;
                bandSum += row[t];
                bandCount += known[t] == 0 ? 0 : 1;
            }
        }

        float bandMean = bandCount == 0 ? 0 : (float)(bandSum / bandCount);
        for (int p = 0; p < Pixels; p++)
        {
            Guess(Row((channel * Pixels) + p)[..Dates], Known.AsSpan(p * Stride, Dates), bandMean);
        }
    }

    private static void Guess(Span<float> row, ReadOnlySpan<float> known, float bandMean)
    {
        float sum = 0, count = 0;
        for (int t = 0; t < row.Length; t++)
        {
            sum += row[t];
            count += known[t];
        }

        float guess = count == 0 ? bandMean : sum / count;
        for (int t = 0; t < row.Length; t++)
        {
            row[t] = known[t] == 0 ? guess : row[t];
        }
    }
}
