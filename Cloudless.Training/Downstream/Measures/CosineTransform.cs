namespace Cloudless.Training.Downstream;

/// <summary>The orthonormal two-dimensional cosine transform (DCT-II) of planes of one size: their spectrum, continued beyond the edges as in a mirror, so that edges are no steps.</summary>
/// <remarks>By matrices, each sum in a fixed order. Immutable, safe from several threads.</remarks>
internal sealed class CosineTransform
{
    private readonly double[] _rows;
    private readonly double[] _columns;

    public CosineTransform(int height, int width)
    {
        (Height, Width) = (height, width);
        (_rows, _columns) = (Matrix(height), Matrix(width));
    }

    public int Height { get; }

    public int Width { get; }

    /// <summary>Frequency of a coefficient in cycles per pixel, 0 to 0.71 on the diagonal; 0.5 is the finest along an axis.</summary>
    public double Frequency(int row, int column)
    {
        double y = row / (2.0 * Height), x = column / (2.0 * Width);
        return Math.Sqrt((y * y) + (x * x));
    }

    /// <summary>Coefficients [H,W] of a plane [H,W]; the sum of squares stays.</summary>
    public double[] Forward(ReadOnlySpan<float> plane)
    {
        double[] values = new double[plane.Length];
        for (int i = 0; i < plane.Length; i++)
        {
            values[i] = plane[i];
        }

        return Apply(values, inverse: false);
    }

    /// <summary>The plane of coefficients.</summary>
    public double[] Inverse(double[] coefficients) => Apply(coefficients, inverse: true);

    private double[] Apply(double[] from, bool inverse)
    {
        double[] half = new double[from.Length], to = new double[from.Length];
        for (int u = 0; u < Height; u++)
        {
            Span<double> line = half.AsSpan(u * Width, Width);
            for (int y = 0; y < Height; y++)
            {
                double factor = inverse ? _rows[(y * Height) + u] : _rows[(u * Height) + y];
                ReadOnlySpan<double> source = from.AsSpan(y * Width, Width);
                for (int x = 0; x < line.Length; x++)
                {
                    line[x] += factor * source[x];
                }
            }
        }

        for (int y = 0; y < Height; y++)
        {
            Span<double> line = to.AsSpan(y * Width, Width);
            for (int x = 0; x < Width; x++)
            {
                double value = half[(y * Width) + x];
                for (int v = 0; v < line.Length; v++)
                {
                    line[v] += value * (inverse ? _columns[(x * Width) + v] : _columns[(v * Width) + x]);
                }
            }
        }

        return to;
    }

    private static double[] Matrix(int size)
    {
        double[] matrix = new double[size * size];
        for (int u = 0; u < size; u++)
        {
            double norm = Math.Sqrt((u == 0 ? 1.0 : 2.0) / size);
            for (int x = 0; x < size; x++)
            {
                matrix[(u * size) + x] = norm * Math.Cos(Math.PI * ((2 * x) + 1) * u / (2.0 * size));
            }
        }

        return matrix;
    }
}
