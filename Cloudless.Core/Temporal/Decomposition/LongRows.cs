using System.Numerics;

namespace Cloudless.Temporal;

/// <summary>Sums over rows of any length.</summary>
internal static class LongRows
{
    /// <summary>to += factor * row.</summary>
    public static void AddScaled(ReadOnlySpan<float> row, float factor, Span<float> to)
    {
        int width = Vector<float>.Count, i = 0;
        var factors = new Vector<float>(factor);
        for (; i <= row.Length - width; i += width)
        {
            Vector.FusedMultiplyAdd(factors, new Vector<float>(row[i..]), new Vector<float>(to[i..])).CopyTo(to[i..]);
        }

        for (; i < row.Length; i++)
        {
            to[i] = MathF.FusedMultiplyAdd(factor, row[i], to[i]);
        }
    }

    /// <summary>difference = a - b.</summary>
    public static void Subtract(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> difference)
    {
        for (int i = 0; i < a.Length; i++)
        {
            difference[i] = a[i] - b[i];
        }
    }

    /// <summary>Sum of a * b.</summary>
    public static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        int width = Vector<float>.Count, i = 0;
        var sums = Vector<float>.Zero;
        for (; i <= a.Length - width; i += width)
        {
            sums = Vector.FusedMultiplyAdd(new Vector<float>(a[i..]), new Vector<float>(b[i..]), sums);
        }

        double sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
