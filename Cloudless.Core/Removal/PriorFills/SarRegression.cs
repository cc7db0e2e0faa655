using System.Buffers;
using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Removal.PriorFills;

/// <summary>Least squares of each band on VV, VH and a constant, gathered over the clear pixels of any number of images.</summary>
internal sealed class SarRegression
{
    /// <summary>Coefficients per band: of VV, of VH, constant.</summary>
    public const int Terms = 3;

    private readonly double[,] _normal = new double[Terms, Terms];
    private readonly double[,] _right = new double[Terms, Sentinel2Band.Count];

    /// <summary>Clear pixels counted.</summary>
    public long Pixels { get; private set; }

    /// <summary>The terms of a pixel; dB clipped to the ranges of the DSen2-CR networks, beyond which a line says nothing.</summary>
    public static (double Vv, double Vh) TermsOf(Raster<float> sar, int pixel) =>
        (Math.Clamp(sar.Data[pixel], -25, 0), Math.Clamp(sar.Data[sar.PlaneLength + pixel], -32.5, 0));

    /// <summary>Counts the clear pixels of an image; rents 16 bytes a pixel.</summary>
    /// <exception cref="ArgumentException">The image has no SAR.</exception>
    public void Add(FillImage image)
    {
        Raster<float> sar = image.Sar ?? throw new ArgumentException("The SAR regression needs SAR with every image. Leave images without it out.", nameof(image));
        int length = image.Mask.Data.Length;
        double[] terms = ArrayPool<double>.Shared.Rent(2 * length);
        try
        {
            Span<double> vv = terms.AsSpan(0, length), vh = terms.AsSpan(length, length);
            AddTerms(image.Mask.Data, sar, vv, vh);
            for (int band = 0; band < Sentinel2Band.Count; band++)
            {
                AddBand(image.Mask.Data, image.Optical.Channel(band), vv, vh, band);
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(terms);
        }
    }

    /// <summary>Solves for [3,13] coefficients.</summary>
    public double[,] Solve()
    {
        var a = (double[,])_normal.Clone();
        var b = (double[,])_right.Clone();
        for (int i = 0; i < 2; i++)
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

        return b;
    }

    private void AddTerms(ReadOnlySpan<byte> mask, Raster<float> sar, Span<double> vv, Span<double> vh)
    {
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i] == PixelClass.Clear)
            {
                (double a, double b) = TermsOf(sar, i);
                (vv[i], vh[i]) = (a, b);
                _normal[0, 0] += a * a;
                _normal[0, 1] += a * b;
                _normal[0, 2] += a;
                _normal[1, 1] += b * b;
                _normal[1, 2] += b;
                Pixels++;
            }
        }

        (_normal[1, 0], _normal[2, 0], _normal[2, 1], _normal[2, 2]) = (_normal[0, 1], _normal[0, 2], _normal[1, 2], Pixels);
    }

    private void AddBand(ReadOnlySpan<byte> mask, ReadOnlySpan<float> values, ReadOnlySpan<double> vv, ReadOnlySpan<double> vh, int band)
    {
        double byVv = 0, byVh = 0, sum = 0;
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i] == PixelClass.Clear)
            {
                byVv += vv[i] * values[i];
                byVh += vh[i] * values[i];
                sum += values[i];
            }
        }

        _right[0, band] += byVv;
        _right[1, band] += byVh;
        _right[2, band] += sum;
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
