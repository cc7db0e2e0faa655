using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Cloudless.Inference.Cpu;

namespace Cloudless.Training.Engines.Cpu;

/// <summary>The Euclidean norm of all gradients together, summed in double precision in an order that the parameters' sizes decide alone.</summary>
internal sealed class GradientNorm : IParallelJob
{
    private readonly float[][] _gradients;
    private readonly ParameterChunk[] _chunks;
    private readonly double[] _sums;

    public GradientNorm(float[][] gradients)
    {
        _gradients = gradients;
        _chunks = ParameterChunk.Cut(gradients);
        _sums = new double[_chunks.Length];
    }

    /// <summary>Computes the norm of what the gradients are now.</summary>
    public double Compute(ComputePool pool)
    {
        pool.Run(this, _chunks.Length);
        double sum = 0;
        foreach (double chunk in _sums)
        {
            sum += chunk;
        }

        return Math.Sqrt(sum);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Execute(int item, int worker)
    {
        ReadOnlySpan<float> values = _chunks[item].Of(_gradients);
        ReadOnlySpan<Vector256<float>> vectors = MemoryMarshal.Cast<float, Vector256<float>>(values);
        Vector256<double> low = Vector256<double>.Zero, high = low;
        foreach (Vector256<float> vector in vectors)
        {
            (Vector256<double> a, Vector256<double> b) = Vector256.Widen(vector);
            low += a * a;
            high += b * b;
        }

        double sum = Vector256.Sum(low + high);
        foreach (float value in values[(vectors.Length * 8)..])
        {
            sum += (double)value * value;
        }

        _sums[item] = sum;
    }
}
