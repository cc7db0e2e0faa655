namespace Cloudless.Fusion;

/// <summary>Counts over windows of SAR in dB, from which the report follows; the order of the windows does not matter.</summary>
/// <remarks>Not thread-safe; tallies of several threads are merged.</remarks>
internal sealed class SarTally
{
    private readonly long[] _found = new long[SarOpticalStack.SarBands];
    private long _pixels, _repainted, _repaintedWithout;
    private float _minimum = float.PositiveInfinity, _maximum = float.NegativeInfinity;

    /// <summary>Counts a window.</summary>
    /// <param name="decibel">[2,h,w], NaN where there are no data.</param>
    /// <param name="weight">[h,w], above 0 where the image is repainted; empty where that is not known.</param>
    public void Add(ReadOnlySpan<float> decibel, ReadOnlySpan<float> weight = default)
    {
        int plane = decibel.Length / SarOpticalStack.SarBands;
        ReadOnlySpan<float> vv = decibel[..plane], vh = decibel[plane..];
        _pixels += plane;
        for (int i = 0; i < plane; i++)
        {
            bool hasVv = Count(vv[i], 0), hasVh = Count(vh[i], 1);
            if (!weight.IsEmpty && weight[i] > 0)
            {
                _repainted++;
                _repaintedWithout += hasVv && hasVh ? 0 : 1;
            }
        }
    }

    /// <summary>Adds the counts of another thread.</summary>
    public void Merge(SarTally other)
    {
        _found[0] += other._found[0];
        _found[1] += other._found[1];
        (_pixels, _repainted, _repaintedWithout) = (_pixels + other._pixels, _repainted + other._repainted, _repaintedWithout + other._repaintedWithout);
        (_minimum, _maximum) = (Math.Min(_minimum, other._minimum), Math.Max(_maximum, other._maximum));
    }

    /// <summary>What was found.</summary>
    /// <param name="source">The image.</param>
    /// <param name="fill">What stands for missing samples, dB, VV and VH.</param>
    /// <exception cref="RasterMismatchException">A band has no valid value anywhere.</exception>
    public SarReport ToReport(SarSource source, IReadOnlyList<float> fill)
    {
        int without = Array.IndexOf(_found, 0);
        if (without >= 0)
        {
            throw SarOpticalStack.NoValue(source.Name, without);
        }

        return new SarReport
        {
            Scale = source.Scale,
            Detected = source.Detected,
            Minimum = InUnit(_minimum, source.Scale),
            Maximum = InUnit(_maximum, source.Scale),
            FilledPercent = 100.0 * ((SarOpticalStack.SarBands * _pixels) - _found.Sum()) / (SarOpticalStack.SarBands * _pixels),
            RepaintedWithoutPercent = _repainted == 0 ? null : 100.0 * _repaintedWithout / _repainted,
            Fill = [.. fill],
        };
    }

    private static double InUnit(float decibel, SarScale scale) => scale == SarScale.Linear ? Math.Pow(10, decibel / 10.0) : decibel;

    private bool Count(float decibel, int band)
    {
        if (float.IsNaN(decibel))
        {
            return false;
        }

        _found[band]++;
        (_minimum, _maximum) = (Math.Min(_minimum, decibel), Math.Max(_maximum, decibel));
        return true;
    }
}
