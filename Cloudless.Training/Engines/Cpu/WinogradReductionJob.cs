using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Cloudless.Inference.Cpu;

namespace Cloudless.Training.Engines.Cpu;

/// <summary>Adds the bands of a <see cref="WinogradGradientJob"/> in order and brings the sums back from Winograd's domain: G' u G, turned by 180 degrees.</summary>
internal sealed unsafe class WinogradReductionJob : IParallelJob
{
    // Vectors of 16 inputs, and one more so that the points do not fall into few sets of the first-level cache.
    private const int PointLength = 33;

    private readonly WinogradGradientJob _bands;
    private readonly int _outputs;
    private readonly int _inputs;
    private readonly float _factor;
    private readonly float[] _weights;
    private readonly float[] _bias;

    /// <summary>Sets up the reduction.</summary>
    /// <param name="bands">What made the sums.</param>
    /// <param name="outputs">Cout.</param>
    /// <param name="inputs">Cin.</param>
    /// <param name="factor">Factor of the scale that was fused into the convolution.</param>
    /// <param name="weights">Receives the weights' gradient, [Cout,Cin,3,3].</param>
    /// <param name="bias">Receives the bias's gradient, [Cout].</param>
    public WinogradReductionJob(WinogradGradientJob bands, int outputs, int inputs, float factor, float[] weights, float[] bias) =>
        (_bands, _outputs, _inputs, _factor, _weights, _bias) = (bands, outputs, inputs, factor, weights, bias);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Execute(int item, int worker)
    {
        int panel = item / _bands.Blocks, block = item % _bands.Blocks, outputs = Math.Min(16, _outputs - (panel * 16)), inputs = Math.Min(16, _inputs - (block * 16));
        Vector256<float>* sums = stackalloc Vector256<float>[WinogradJob.Points * PointLength], half = stackalloc Vector256<float>[24], taps = stackalloc Vector256<float>[9];
        nint first = (panel * _bands.PanelStride) + (block * 256);
        for (int point = 0; point < WinogradJob.Points; point++)
        {
            Add(first + (point * _bands.PointStride), inputs * 2, sums + (point * PointLength), _bands.PointStride);
        }

        for (int i = 0; i < inputs * 2; i++)
        {
            for (int x = 0; x < 8; x++)
            {
                Line(sums + (x * PointLength) + i, 8 * PointLength, half + x, 8);
            }

            for (int y = 0; y < 3; y++)
            {
                Line(half + (8 * y), 1, taps + (3 * y), 1);
            }

            Scatter(taps, (panel * 16) + (i % 2 * 8), (block * 16) + (i / 2), Math.Min(8, outputs - (i % 2 * 8)));
        }

        if (block == 0)
        {
            Add((WinogradJob.Points * _bands.PointStride) + (panel * WinogradGradientJob.BiasLength), 4, sums, next: 0);
            for (int o = 0; o < outputs; o++)
            {
                _bias[(panel * 16) + o] = _factor * (((float*)sums)[o] + ((float*)sums)[16 + o]);
            }
        }
    }

    // The sum of all bands. What comes next is fetched ahead: the pieces are too short for the processor to see that they are streams.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(nint start, int vectors, Vector256<float>* total, nint next)
    {
        new Span<Vector256<float>>(_bands.Sums(0) + start, vectors).CopyTo(new Span<Vector256<float>>(total, vectors));
        for (int band = 1; band < _bands.Items; band++)
        {
            float* other = _bands.Sums(band) + start;
            for (nint i = 0; i < vectors; i += 2)
            {
                if (Sse.IsSupported)
                {
                    Sse.Prefetch0(other + next + (i * 8));
                }

                total[i] += Vector256.Load(other + (i * 8));
                total[i + 1] += Vector256.Load(other + (i * 8) + 8);
            }
        }
    }

    // G' of 8 values, the adjoint of what WinogradWeights does.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Line(Vector256<float>* u, nint stride, Vector256<float>* to, nint toStride)
    {
        Vector256<float> ones = u[stride] + u[2 * stride], onesOdd = u[stride] - u[2 * stride];
        Vector256<float> twos = u[3 * stride] + u[4 * stride], twosOdd = u[3 * stride] - u[4 * stride];
        Vector256<float> halves = u[5 * stride] + u[6 * stride], halvesOdd = u[5 * stride] - u[6 * stride];
        to[0] = u[0] - (ones * (2f / 9)) + (twos * (1f / 90)) + (halves * (1f / 45));
        to[toStride] = (twosOdd * (1f / 45)) + (halvesOdd * (1f / 90)) - (onesOdd * (2f / 9));
        to[2 * toStride] = u[7 * stride] - (ones * (2f / 9)) + (twos * (2f / 45)) + (halves * (1f / 180));
    }

    private void Scatter(Vector256<float>* taps, int output, int input, int count)
    {
        for (int o = 0; o < count; o++)
        {
            int to = (((output + o) * _inputs) + input) * 9;
            for (int tap = 0; tap < 9; tap++)
            {
                _weights[to + 8 - tap] = _factor * taps[tap][o];
            }
        }
    }
}
