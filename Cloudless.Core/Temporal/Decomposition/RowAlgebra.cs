using System.Numerics;
using System.Runtime.InteropServices;

namespace Cloudless.Temporal;

/// <summary>Products of short rows, padded to whole vectors, with small square matrices.</summary>
internal static class RowAlgebra
{
    /// <summary>product = row * matrix.</summary>
    /// <param name="row">[stride].</param>
    /// <param name="used">Entries before the padding.</param>
    /// <param name="matrix">[stride, stride].</param>
    /// <param name="product">[stride], overwritten; not the row.</param>
    public static void Multiply(ReadOnlySpan<float> row, int used, ReadOnlySpan<float> matrix, Span<float> product)
    {
        ReadOnlySpan<Vector<float>> lines = MemoryMarshal.Cast<float, Vector<float>>(matrix);
        Span<Vector<float>> sums = MemoryMarshal.Cast<float, Vector<float>>(product);
        sums.Clear();
        for (int i = 0; i < used; i++)
        {
            var factor = new Vector<float>(row[i]);
            ReadOnlySpan<Vector<float>> line = lines.Slice(i * sums.Length, sums.Length);
            for (int j = 0; j < sums.Length; j++)
            {
                sums[j] = Vector.FusedMultiplyAdd(factor, line[j], sums[j]);
            }
        }
    }

    /// <summary>sums += row' * row, the upper triangle and, to whole vectors, some of the lower.</summary>
    /// <param name="row">[stride].</param>
    /// <param name="used">Entries before the padding.</param>
    /// <param name="sums">[stride, stride] and whatever follows.</param>
    public static void AddOuter(ReadOnlySpan<float> row, int used, Span<double> sums)
    {
        int stride = row.Length, width = Vector<double>.Count;
        Span<double> wide = stackalloc double[stride];
        for (int i = 0; i < stride; i++)
        {
            wide[i] = row[i];
        }

        ReadOnlySpan<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(wide);
        for (int i = 0; i < used; i++)
        {
            var factor = new Vector<double>(wide[i]);
            Span<Vector<double>> line = MemoryMarshal.Cast<double, Vector<double>>(sums.Slice(i * stride, stride));
            for (int j = i / width; j < vectors.Length; j++)
            {
                line[j] = Vector.FusedMultiplyAdd(factor, vectors[j], line[j]);
            }
        }
    }
}
