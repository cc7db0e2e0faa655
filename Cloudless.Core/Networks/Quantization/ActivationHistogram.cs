namespace Cloudless.Networks.Quantization;

/// <summary>What calibration saw of one activation: its extremes and a histogram that widens as larger values come.</summary>
/// <remarks>Zeros are counted apart: 8 bits hold them exactly, and after a ReLU they are most of the values. Not thread-safe.</remarks>
public sealed class ActivationHistogram
{
    /// <summary>Bins; half of them below 0. The used ones are at least a quarter of these, eight for each step of 8 bits.</summary>
    private const int BinCount = 8192;

    private readonly long[] _bins = new long[BinCount];

    /// <summary>Smallest value seen; 0 before any.</summary>
    public float Minimum { get; private set; }

    /// <summary>Largest value seen; 0 before any.</summary>
    public float Maximum { get; private set; }

    /// <summary>Values seen that were not 0.</summary>
    public long Count { get; private set; }

    /// <summary>Counts of the bins, which divide -<see cref="Limit"/> .. Limit evenly.</summary>
    internal ReadOnlySpan<long> Bins => _bins;

    /// <summary>End of the last bin, a power of two; 0 before any value.</summary>
    internal double Limit { get; private set; }

    /// <summary>Width of a bin.</summary>
    internal double BinWidth => 2 * Limit / BinCount;

    /// <summary>Counts values.</summary>
    /// <param name="values">Any order and number; finite.</param>
    /// <exception cref="ModelContractException">A value is not finite.</exception>
    public void Add(ReadOnlySpan<float> values)
    {
        float low = Minimum, high = Maximum;
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                throw new ModelContractException($"Calibration met the value {value} inside the network; expected finite ones. Check the calibration images and the model's weights.");
            }

            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        (Minimum, Maximum) = (low, high);
        Widen(Math.Max(high, -low));
        if (Limit > 0)
        {
            Count += CountBins(values, _bins, BinCount / (2 * Limit));
        }
    }

    private static long CountBins(ReadOnlySpan<float> values, long[] bins, double perUnit)
    {
        long counted = 0;
        foreach (float value in values)
        {
            if (value != 0)
            {
                // The largest value itself would fall just behind the last bin.
                bins[Math.Min((int)((value * perUnit) + (BinCount / 2)), BinCount - 1)]++;
                counted++;
            }
        }

        return counted;
    }

    private void Widen(double magnitude)
    {
        if (Limit == 0 && magnitude > 0)
        {
            Limit = Math.Pow(2, Math.Ceiling(Math.Log2(magnitude)));
        }

        while (Limit < magnitude)
        {
            Limit *= 2;
            long[] merged = new long[BinCount];
            for (int i = 0; i < BinCount; i++)
            {
                merged[(BinCount / 4) + (i / 2)] += _bins[i];
            }

            merged.CopyTo(_bins, 0);
        }
    }
}
