namespace Cloudless.Metrics;

/// <summary>Rows of a structural-similarity map (Wang et al. 2004): 11x11 Gaussian window of sigma 1.5, zeros outside of the image.</summary>
/// <remarks>
/// Zero padding is UnCRtainTS's definition. Where the window lies inside the image the map equals TensorFlow's, so one map serves both. The
/// window is separable, so a row costs 22 taps a pixel and holds five rows of work.
/// </remarks>
internal sealed class SsimMap
{
    /// <summary>Pixels to each side of the window's center.</summary>
    public const int Radius = 5;

    private const double C1 = 0.01 * 0.01;
    private const double C2 = 0.03 * 0.03;

    private static readonly double[] Window = Gaussian();

    private readonly int _height;
    private readonly int _width;
    private readonly double[] _columns;

    /// <summary>Allocates work for images of a size.</summary>
    public SsimMap(int height, int width)
    {
        (_height, _width) = (height, width);
        _columns = new double[5 * (width + (2 * Radius))];
    }

    /// <summary>Computes one row.</summary>
    /// <param name="a">[H,W], DN; multiplied by <paramref name="scale"/> to give reflectance.</param>
    /// <param name="b">[H,W], DN.</param>
    /// <param name="scale">Reflectance per DN.</param>
    /// <param name="y">The row.</param>
    /// <param name="destination">[W], overwritten; -1..1.</param>
    public void Row(ReadOnlySpan<float> a, ReadOnlySpan<float> b, double scale, int y, Span<double> destination)
    {
        int padded = _width + (2 * Radius);
        Array.Clear(_columns);
        Span<double> sumA = _columns.AsSpan(Radius, _width), sumB = _columns.AsSpan(padded + Radius, _width);
        Span<double> sumAa = _columns.AsSpan((2 * padded) + Radius, _width), sumBb = _columns.AsSpan((3 * padded) + Radius, _width);
        Span<double> sumAb = _columns.AsSpan((4 * padded) + Radius, _width);
        for (int other = Math.Max(0, y - Radius); other <= Math.Min(_height - 1, y + Radius); other++)
        {
            double weight = Window[other - y + Radius];
            ReadOnlySpan<float> rowA = a.Slice(other * _width, _width), rowB = b.Slice(other * _width, _width);
            for (int x = 0; x < rowA.Length; x++)
            {
                double va = rowA[x] * scale, vb = rowB[x] * scale, wa = weight * va, wb = weight * vb;
                sumA[x] += wa;
                sumB[x] += wb;
                sumAa[x] += wa * va;
                sumBb[x] += wb * vb;
                sumAb[x] += wa * vb;
            }
        }

        for (int x = 0; x < destination.Length; x++)
        {
            double meanA = Blur(0, x), meanB = Blur(padded, x);
            double aa = meanA * meanA, bb = meanB * meanB, ab = meanA * meanB;
            double varianceA = Blur(2 * padded, x) - aa, varianceB = Blur(3 * padded, x) - bb, covariance = Blur(4 * padded, x) - ab;
            destination[x] = ((2 * ab) + C1) * ((2 * covariance) + C2) / ((aa + bb + C1) * (varianceA + varianceB + C2));
        }
    }

    private double Blur(int start, int x)
    {
        ReadOnlySpan<double> values = _columns.AsSpan(start + x, Window.Length);
        ReadOnlySpan<double> window = Window;
        double sum = 0;
        for (int i = 0; i < window.Length; i++)
        {
            sum += window[i] * values[i];
        }

        return sum;
    }

    private static double[] Gaussian()
    {
        const double Sigma = 1.5;
        double[] weights = [.. Enumerable.Range(-Radius, (2 * Radius) + 1).Select(i => Math.Exp(-i * i / (2 * Sigma * Sigma)))];
        double sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }
}
