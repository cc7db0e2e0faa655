namespace Cloudless.Temporal;

/// <summary>
/// Carries the difference at the clear pixels around a hole into it, weaker with distance: a normalized convolution (Knutsson and Westin 1993) with a box of
/// radius r taken twice, which reaches 2r. Sums are of whole numbers, so a window gives the same bits wherever it is cut.
/// </summary>
internal sealed class SeamFeather(int radius, int height, int width)
{
    /// <summary>Largest radius: sums of 16 bit numbers over it, taken twice, stay within 64 bits by far.</summary>
    public const int LargestRadius = 256;

    // Weight, as a share of the full window, that pulls the correction to nothing where few clear pixels are in reach.
    private const double Pull = 0.002;

    private readonly long[] _a = new long[height * width], _b = new long[height * width], _weights = new long[height * width];
    private readonly double _pull = Pull * Math.Pow((2 * radius) + 1, 4);

    /// <summary>Takes over which pixels count; comes before <see cref="Correct"/>.</summary>
    public void SetKnown(ReadOnlySpan<bool> known)
    {
        for (int i = 0; i < known.Length; i++)
        {
            _a[i] = known[i] ? 1 : 0;
        }

        Blur();
        _a.CopyTo(_weights, 0);
    }

    /// <summary>Makes the correction of one band, [h,w], DN, in place.</summary>
    /// <param name="known">Which pixels count, as given to <see cref="SetKnown"/>.</param>
    /// <param name="differences">Wanted minus present where known; the correction everywhere afterwards.</param>
    public void Correct(ReadOnlySpan<bool> known, Span<float> differences)
    {
        for (int i = 0; i < known.Length; i++)
        {
            _a[i] = known[i] ? (long)MathF.Round(differences[i]) : 0;
        }

        Blur();
        for (int i = 0; i < differences.Length; i++)
        {
            differences[i] = (float)(_a[i] / (_weights[i] + _pull));
        }
    }

    private void Blur()
    {
        for (int pass = 0; pass < 2; pass++)
        {
            AlongRows();
            AlongColumns();
        }
    }

    private void AlongRows()
    {
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<long> from = _a.AsSpan(y * width, width);
            Span<long> to = _b.AsSpan(y * width, width);
            long sum = 0;
            for (int x = 0; x < Math.Min(radius, width); x++)
            {
                sum += from[x];
            }

            for (int x = 0; x < width; x++)
            {
                sum += x + radius < width ? from[x + radius] : 0;
                to[x] = sum;
                sum -= x - radius >= 0 ? from[x - radius] : 0;
            }
        }
    }

    private void AlongColumns()
    {
        long[] sums = new long[width];
        for (int y = 0; y < Math.Min(radius, height); y++)
        {
            Add(sums, _b.AsSpan(y * width, width));
        }

        for (int y = 0; y < height; y++)
        {
            if (y + radius < height)
            {
                Add(sums, _b.AsSpan((y + radius) * width, width));
            }

            sums.CopyTo(_a, y * width);
            if (y - radius >= 0)
            {
                Subtract(sums, _b.AsSpan((y - radius) * width, width));
            }
        }
    }

    private static void Add(Span<long> sums, ReadOnlySpan<long> row)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += row[i];
        }
    }

    private static void Subtract(Span<long> sums, ReadOnlySpan<long> row)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] -= row[i];
        }
    }
}
