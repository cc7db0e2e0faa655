using System.Runtime.InteropServices;

namespace Cloudless.Inference.Cpu;

/// <summary>
/// Weights of one convolution in the order in which the kernels read them: [outputs/16][inputs/16][ky][kx][16 inputs][16 outputs], padded with
/// zeros to whole blocks, so that padding channels come out as zeros.
/// </summary>
internal sealed unsafe class PackedWeights : IDisposable
{
    /// <summary>Reserves memory.</summary>
    /// <param name="outputs">Channels that the packed convolution makes.</param>
    /// <param name="inputs">Channels that it takes.</param>
    /// <param name="kernel">K.</param>
    public PackedWeights(int outputs, int inputs, int kernel)
    {
        (Outputs, Inputs, Kernel) = (outputs, inputs, kernel);
        Length = (nuint)BlockedLayout.Blocks(outputs) * (nuint)PanelStride;
        nuint bias = (nuint)BlockedLayout.Blocks(outputs) * BlockedLayout.Block;
        Pointer = (float*)NativeMemory.AlignedAlloc((Length + bias) * sizeof(float), 64);
        NativeMemory.Clear(Pointer, (Length + bias) * sizeof(float));
    }

    ~PackedWeights() => NativeMemory.AlignedFree(Pointer);

    /// <summary>Channels made.</summary>
    public int Outputs { get; }

    /// <summary>Channels taken.</summary>
    public int Inputs { get; }

    /// <summary>K.</summary>
    public int Kernel { get; }

    /// <summary>Weights, padding included.</summary>
    public nuint Length { get; }

    /// <summary>Values from a panel of 16 outputs to the next.</summary>
    public int PanelStride => checked(BlockedLayout.Blocks(Inputs) * BlockStride);

    /// <summary>Values from a block of 16 inputs to the next.</summary>
    public int BlockStride => Kernel * Kernel * BlockedLayout.Block * BlockedLayout.Block;

    /// <summary>The weights.</summary>
    public float* Pointer { get; private set; }

    /// <summary>Bias of each output, zero where none was packed.</summary>
    public float* Bias => Pointer + Length;

    /// <summary>Packs weights [outputs,inputs,K,K] and a bias.</summary>
    public void Pack(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        Pack(weights, Inputs * Kernel * Kernel, Kernel * Kernel, flip: false);
        bias.CopyTo(new Span<float>(Bias, Outputs));
    }

    /// <summary>
    /// Packs the convolution that carries gradients back through one with weights [inputs,outputs,K,K] (seen from here): roles of the
    /// channels exchanged, kernel turned by 180 degrees.
    /// </summary>
    public void PackTransposed(ReadOnlySpan<float> weights) =>
        Pack(weights, Kernel * Kernel, Outputs * Kernel * Kernel, flip: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
        GC.SuppressFinalize(this);
    }

    private void Pack(ReadOnlySpan<float> weights, int outputStride, int inputStride, bool flip)
    {
        int taps = Kernel * Kernel;
        for (int o = 0; o < Outputs; o++)
        {
            for (int i = 0; i < Inputs; i++)
            {
                ReadOnlySpan<float> source = weights.Slice((o * outputStride) + (i * inputStride), taps);
                float* to = Pointer + ((nint)(o / 16) * PanelStride) + ((nint)(i / 16) * BlockStride) + (i % 16 * 16) + (o % 16);
                for (int tap = 0; tap < taps; tap++)
                {
                    to[tap * 256] = source[flip ? taps - 1 - tap : tap];
                }
            }
        }
    }
}
