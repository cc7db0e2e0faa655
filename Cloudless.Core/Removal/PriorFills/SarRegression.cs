using Cloudless.Imagery;
using Cloudless.Networks.Onnx;

namespace Cloudless.Removal.PriorFills;

/// <summary>Means, and least squares of each band on VV, VH and a constant, gathered over the clear pixels of any number of images.</summary>
/// <remarks>
/// Each sum runs over the pixels in order, whatever the number of threads and however an image is cut into rows: a streamed image gives the bits of the whole one. Sums of
/// several images are made apart and merged. Not thread-safe.
/// </remarks>
internal sealed class SarRegression
{
    private const int Terms = 3, Vv = 0, Vh = 1, One = 2;

    private readonly double[,] _normal = new double[Terms, Terms];
    private readonly double[,] _right = new double[Terms, Sentinel2Band.Count];

    /// <summary>Clear pixels counted.</summary>
    public long Pixels { get; private set; }

    /// <summary>Counts the clear pixels of an image, or of its next rows.</summary>
    /// <param name="opticalDn">13 channels, DN.</param>
    /// <param name="sar">2 channels by <see cref="SarTerms"/>; null where only the means are asked for.</param>
    /// <param name="clear">What to count.</param>
    /// <param name="threads">Threads, 0 for one per processor.</param>
    public void Add(PlaneRows opticalDn, PlaneRows? sar, ClearPixels clear, int threads)
    {
        Pixels += clear.Count;
        _normal[One, One] = Pixels;
        if (sar is not { } terms)
        {
            EachBand.Do(threads, band => AddBand(opticalDn[band], clear.Flags, band));
            return;
        }

        // The terms of SAR alone are one item more, so that no band waits for them.
        Workers.ForEach(Sentinel2Band.Count + 1, threads, item =>
        {
            if (item == Sentinel2Band.Count)
            {
                AddTerms(terms[Vv], terms[Vh], clear.Flags);
            }
            else
            {
                AddBand(opticalDn[item], terms[Vv], terms[Vh], clear.Flags, item);
            }
        });
    }

    /// <summary>Adds the sums of another image.</summary>
    public void Merge(SarRegression other)
    {
        Pixels += other.Pixels;
        for (int term = 0; term < Terms; term++)
        {
            for (int i = 0; i < Terms; i++)
            {
                _normal[term, i] += other._normal[term, i];
            }

            for (int band = 0; band < Sentinel2Band.Count; band++)
            {
                _right[term, band] += other._right[term, band];
            }
        }
    }

    /// <summary>The 13 means in DN. At least one pixel must have been counted.</summary>
    public float[] Means() => [.. Enumerable.Range(0, Sentinel2Band.Count).Select(band => (float)(_right[One, band] / Pixels))];

    /// <summary>The 13 lines. At least one pixel must have been counted, and all with SAR.</summary>
    public SarLineCard[] Solve()
    {
        var a = (double[,])_normal.Clone();
        var b = (double[,])_right.Clone();
        for (int i = 0; i < One; i++)
        {
            // A trace of ridge on the slopes keeps flat or collinear SAR solvable; 1e-6 dB^2 a pixel is far below speckle.
            a[i, i] += 1e-6 * Math.Max(1, Pixels);
        }

        for (int pivot = 0; pivot < Terms; pivot++)
        {
            for (int row = pivot + 1; row < Terms; row++)
            {
                Subtract(a, b, row, pivot, a[row, pivot] / a[pivot, pivot]);
            }
        }

        for (int pivot = Terms - 1; pivot >= 0; pivot--)
        {
            for (int band = 0; band < Sentinel2Band.Count; band++)
            {
                b[pivot, band] /= a[pivot, pivot];
            }

            a[pivot, pivot] = 1;
            for (int row = 0; row < pivot; row++)
            {
                Subtract(a, b, row, pivot, a[row, pivot]);
            }
        }

        return [.. Enumerable.Range(0, Sentinel2Band.Count).Select(band => new SarLineCard(b[Vv, band], b[Vh, band], b[One, band]))];
    }

    private void AddTerms(ReadOnlySpan<float> vv, ReadOnlySpan<float> vh, ReadOnlySpan<bool> clear)
    {
        double aa = _normal[Vv, Vv], ab = _normal[Vv, Vh], bb = _normal[Vh, Vh], a1 = _normal[Vv, One], b1 = _normal[Vh, One];
        for (int i = 0; i < clear.Length; i++)
        {
            if (clear[i])
            {
                double a = vv[i], b = vh[i];
                aa += a * a;
                ab += a * b;
                bb += b * b;
                a1 += a;
                b1 += b;
            }
        }

        _normal[Vv, Vv] = aa;
        _normal[Vh, Vh] = bb;
        _normal[Vh, Vv] = _normal[Vv, Vh] = ab;
        _normal[One, Vv] = _normal[Vv, One] = a1;
        _normal[One, Vh] = _normal[Vh, One] = b1;
    }

    private void AddBand(ReadOnlySpan<float> dn, ReadOnlySpan<float> vv, ReadOnlySpan<float> vh, ReadOnlySpan<bool> clear, int band)
    {
        double byVv = _right[Vv, band], byVh = _right[Vh, band], sum = _right[One, band];
        for (int i = 0; i < clear.Length; i++)
        {
            if (clear[i])
            {
                double value = dn[i];
                byVv += vv[i] * value;
                byVh += vh[i] * value;
                sum += value;
            }
        }

        _right[Vv, band] = byVv;
        _right[Vh, band] = byVh;
        _right[One, band] = sum;
    }

    private void AddBand(ReadOnlySpan<float> dn, ReadOnlySpan<bool> clear, int band)
    {
        double sum = _right[One, band];
        for (int i = 0; i < clear.Length; i++)
        {
            sum += clear[i] ? dn[i] : 0;
        }

        _right[One, band] = sum;
    }

    private static void Subtract(double[,] a, double[,] b, int row, int pivot, double factor)
    {
        for (int column = 0; column < Terms; column++)
        {
            a[row, column] -= factor * a[pivot, column];
        }

        for (int band = 0; band < Sentinel2Band.Count; band++)
        {
            b[row, band] -= factor * b[pivot, band];
        }
    }
}
