using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cloudless.Inference.Cpu;

/// <summary>
/// Weights of a 3x3 convolution in Winograd's domain, G g G', in the order in which the kernels read them: [64 points][outputs/16][inputs][16 outputs],
/// channels padded with zeros to whole blocks, so that padding channels come out as zeros. Computed in double precision, rounded once.
/// </summary>
internal sealed unsafe class WinogradWeights : IParallelJob, IDisposable
{
    private readonly bool _transposed;
    private float* _taps;
    private float* _bias;

    /// <summary>Reserves memory.</summary>
    /// <param name="outputs">Channels that the convolution makes.</param>
    /// <param name="inputs">Channels that it takes.</param>
    /// <param name="transposed">
    /// Whether this is the convolution that carries gradients back through one with weights [inputs,outputs,3,3] (seen from here): roles of the
    /// channels exchanged, kernel turned by 180 degrees.
    /// </param>
    public WinogradWeights(int outputs, int inputs, bool transposed = false)
    {
        (Outputs, Inputs, _transposed) = (outputs, inputs, transposed);
        (Panels, Channels) = (BlockedLayout.Blocks(outputs), BlockedLayout.Blocks(inputs) * BlockedLayout.Block);
        _taps = (float*)NativeMemory.Alloc((nuint)outputs * (nuint)inputs * 9, sizeof(float));
        _bias = (float*)NativeMemory.AlignedAlloc((nuint)Panels * 64, 64);
        NativeMemory.Clear(_bias, (nuint)Panels * 64);
    }

    ~WinogradWeights() => Free();

    /// <summary>Channels made.</summary>
    public int Outputs { get; }

    /// <summary>Channels taken.</summary>
    public int Inputs { get; }

    /// <summary>Panels of 16 outputs.</summary>
    public int Panels { get; }

    /// <summary>Inputs, padding included.</summary>
    public int Channels { get; }

    /// <summary>Values of the transformed weights.</summary>
    public nuint Length => 64 * (nuint)Panels * (nuint)Channels * 16;

    /// <summary>Bias of each output, zero where none was given.</summary>
    public float* Bias => _bias;

    /// <summary>Where <see cref="Execute"/> puts the transformed weights.</summary>
    public float* Pointer { get; set; }

    /// <summary>Pairs of a panel and a block to transform.</summary>
    public int Items => Panels * (Channels / 16);

    /// <summary>Takes over weights [outputs,inputs,3,3], or [inputs,outputs,3,3] where transposed, and a bias.</summary>
    public void Load(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        weights.CopyTo(new Span<float>(_taps, checked(Outputs * Inputs * 9)));
        bias.CopyTo(new Span<float>(_bias, Outputs));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Execute(int item, int worker)
    {
        int blocks = Channels / 16, panel = item / blocks, block = item % blocks;
        double* g = stackalloc double[9 * 16];
        Vector256<double>* half = stackalloc Vector256<double>[4 * 24];
        Vector128<float>* rounded = stackalloc Vector128<float>[64 * 4];
        for (int i = 0; i < 16; i++)
        {
            int input = (block * 16) + i;
            Gather(g, panel * 16, input);
            for (int lane = 0; lane < 4; lane++)
            {
                Vector256<double>* taps = (Vector256<double>*)g + lane;
                for (int x = 0; x < 3; x++)
                {
                    Line(taps[4 * x], taps[4 * (x + 3)], taps[4 * (x + 6)], half + (24 * lane) + x, 3);
                }
            }

            for (int lane = 0; lane < 4; lane++)
            {
                for (int y = 0; y < 8; y++)
                {
                    Vector256<double>* row = half + (24 * lane) + (3 * y);
                    Line(row[0], row[1], row[2], rounded + (32 * y) + lane);
                }
            }

            // Whole cache lines: the points lie a power of two apart and would push each other out of the caches half written.
            Vector128<float>* to = (Vector128<float>*)(Pointer + ((((nint)panel * Channels) + input) * 16));
            for (nint k = 0; k < 64; k++)
            {
                for (nint lane = 0; lane < 4; lane++)
                {
                    to[(k * Panels * Channels * 4) + lane] = rounded[(4 * k) + lane];
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    // G of three values.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Line(Vector256<double> g0, Vector256<double> g1, Vector256<double> g2, Vector256<double>* to, int stride)
    {
        Vector256<double> sum = g0 + g2;
        to[0] = g0;
        to[stride] = (sum + g1) * (-2.0 / 9);
        to[2 * stride] = (sum - g1) * (-2.0 / 9);
        sum = (g0 * (1.0 / 90)) + (g2 * (2.0 / 45));
        Vector256<double> odd = g1 * (1.0 / 45);
        to[3 * stride] = sum + odd;
        to[4 * stride] = sum - odd;
        sum = (g0 * (1.0 / 45)) + (g2 * (1.0 / 180));
        odd = g1 * (1.0 / 90);
        to[5 * stride] = sum + odd;
        to[6 * stride] = sum - odd;
        to[7 * stride] = g2;
    }

    // The same, rounded, to every fourth place.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Line(Vector256<double> g0, Vector256<double> g1, Vector256<double> g2, Vector128<float>* to)
    {
        Vector256<double> sum = g0 + g2;
        to[0] = Narrow(g0);
        to[4] = Narrow((sum + g1) * (-2.0 / 9));
        to[8] = Narrow((sum - g1) * (-2.0 / 9));
        sum = (g0 * (1.0 / 90)) + (g2 * (2.0 / 45));
        Vector256<double> odd = g1 * (1.0 / 45);
        to[12] = Narrow(sum + odd);
        to[16] = Narrow(sum - odd);
        sum = (g0 * (1.0 / 45)) + (g2 * (1.0 / 180));
        odd = g1 * (1.0 / 90);
        to[20] = Narrow(sum + odd);
        to[24] = Narrow(sum - odd);
        to[28] = Narrow(g2);
    }

    private static Vector128<float> Narrow(Vector256<double> values) =>
        Vector128.Narrow(values.GetLower(), values.GetUpper());

    // The taps of 16 outputs for an input, [9][16].
    private void Gather(double* g, int firstOutput, int input)
    {
        for (int lane = 0; lane < 16; lane++)
        {
            int output = firstOutput + lane;
            float* taps = _taps + ((_transposed ? ((nint)input * Outputs) + output : ((nint)output * Inputs) + input) * 9);
            for (int tap = 0; tap < 9; tap++)
            {
                g[(tap * 16) + lane] = output >= Outputs || input >= Inputs ? 0 : taps[_transposed ? 8 - tap : tap];
            }
        }
    }

    private void Free()
    {
        NativeMemory.Free(_taps);
        NativeMemory.AlignedFree(_bias);
        _taps = null;
        _bias = null;
    }
}
