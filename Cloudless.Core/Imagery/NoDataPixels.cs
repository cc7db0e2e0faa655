namespace Cloudless.Imagery;

/// <summary>Pixels whose bands are all 0: the nodata rule of signed DN.</summary>
internal static class NoDataPixels
{
    /// <summary>Number of such pixels.</summary>
    /// <param name="optical">[13,H,W], signed DN.</param>
    /// <param name="plane">H*W.</param>
    public static long Count(ReadOnlySpan<float> optical, int plane) => Count(optical, plane, 0, plane);

    /// <summary>Number of such pixels among some of a plane.</summary>
    /// <param name="optical">[13,H,W], signed DN.</param>
    /// <param name="plane">H*W.</param>
    /// <param name="first">First pixel.</param>
    /// <param name="end">The pixel after the last one.</param>
    public static long Count(ReadOnlySpan<float> optical, int plane, int first, int end)
    {
        long count = 0;
        for (int p = Next(optical, plane, first); p >= 0 && p < end; p = Next(optical, plane, p + 1))
        {
            count++;
        }

        return count;
    }

    /// <summary>Puts a value on such pixels of a plane.</summary>
    /// <param name="optical">[13,H,W], signed DN.</param>
    /// <param name="values">[H,W], changed on nodata alone.</param>
    /// <param name="value">The value.</param>
    public static void Set(ReadOnlySpan<float> optical, Span<float> values, float value)
    {
        for (int p = Next(optical, values.Length, 0); p >= 0; p = Next(optical, values.Length, p + 1))
        {
            values[p] = value;
        }
    }

    // Blue first: on measured pixels it is hardly ever 0.
    private static int Next(ReadOnlySpan<float> optical, int plane, int from)
    {
        ReadOnlySpan<float> blue = optical.Slice(Sentinel2Band.B02.Index * plane, plane);
        while (from < plane && blue[from..].IndexOf(0f) is var step && step >= 0)
        {
            from += step;
            int i = from;
            while (i < optical.Length && optical[i] == 0)
            {
                i += plane;
            }

            if (i >= optical.Length)
            {
                return from;
            }

            from++;
        }

        return -1;
    }
}
