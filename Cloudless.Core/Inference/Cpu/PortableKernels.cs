using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cloudless.Inference.Cpu;

/// <summary>
/// Kernels for every machine: 4 pixels x 16 channels in 16 of the 32 registers that 64-bit Arm has. Where the machine has no fused
/// multiply-add the runtime computes it in software: slow, but the same bits.
/// </summary>
internal sealed unsafe class PortableKernels : ConvolutionKernels
{
    /// <inheritdoc/>
    public override KernelSet Set => KernelSet.Portable;

    /// <inheritdoc/>
    public override int Tile => 4;

    /// <inheritdoc/>
    public override int Panels => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Convolve(float* x, int* pixels, in TapShape shape, float* w, float* acc, int panels)
    {
        nint step = (nint)shape.Run * 16;
        for (int block = 0; block < shape.Blocks; block++)
        {
            for (int row = 0; row < shape.Rows; row++)
            {
                float* source = x + (block * shape.BlockStride) + (row * shape.RowStride);
                Accumulate(source + pixels[0], source + pixels[1], source + pixels[2], source + pixels[3], 1, w, 16, shape.Run, acc);
                w += step;
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Correlate(float* x, nint xStep, int taps, float* dy, nint dyStep, nint dyStride, int pixels, float* soon, float* acc, nint accStride, int panels, bool fresh)
    {
        for (; panels > 0; panels--)
        {
            for (int tap = 0; tap < taps; tap += 4)
            {
                float* sums = acc + (tap * 16);
                if (fresh)
                {
                    new Span<float>(sums, 64).Clear();
                }

                Accumulate(x + tap, x + tap + 1, x + tap + 2, x + tap + 3, xStep, dy, dyStep, pixels, sums);
            }

            dy += dyStride;
            acc += accStride;
        }
    }

    // acc[j][16] += sum over k of p_j[k * step] * w[k * wStep ..][16]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Accumulate(float* p0, float* p1, float* p2, float* p3, nint step, float* w, nint wStep, int count, float* acc)
    {
        for (int quarter = 0; quarter < 16; quarter += 4)
        {
            float* sums = acc + quarter, weights = w + quarter;
            Vector128<float> a0 = Vector128.Load(sums), a1 = Vector128.Load(sums + 16);
            Vector128<float> a2 = Vector128.Load(sums + 32), a3 = Vector128.Load(sums + 48);
            for (nint k = 0; k < count; k++)
            {
                Vector128<float> u = Vector128.Load(weights + (k * wStep));
                a0 = Vector128.FusedMultiplyAdd(Vector128.Create(p0[k * step]), u, a0);
                a1 = Vector128.FusedMultiplyAdd(Vector128.Create(p1[k * step]), u, a1);
                a2 = Vector128.FusedMultiplyAdd(Vector128.Create(p2[k * step]), u, a2);
                a3 = Vector128.FusedMultiplyAdd(Vector128.Create(p3[k * step]), u, a3);
            }

            a0.Store(sums);
            a1.Store(sums + 16);
            a2.Store(sums + 32);
            a3.Store(sums + 48);
        }
    }

    /// <inheritdoc/>
    public override int ProductTile => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Multiply(float* v, nint vStride, float* u, nint uStride, float* soon, int count, float* m, nint mStride, int panels)
    {
        float* sums = stackalloc float[64];
        for (int done = 0; done < count; done += Chunk)
        {
            float* from = v + done;
            new Span<float>(sums, 64).Clear();
            Accumulate(from, from + vStride, from + (2 * vStride), from + (3 * vStride), 1, u + (done * 16), 16, Math.Min(Chunk, count - done), sums);
            for (int i = 0; i < 64; i += 4)
            {
                (done == 0 ? Vector128.Load(sums + i) : Vector128.Load(m + i) + Vector128.Load(sums + i)).Store(m + i);
            }
        }
    }

    /// <inheritdoc/>
    public override void TransformInput(float* pixels, nint rowStride, float* half, float* v, nint stride) =>
        WinogradTransforms<Lanes4>.Input(pixels, rowStride, half, v, stride);

    /// <inheritdoc/>
    public override void TransformSource(float* pixels, nint rowStride, nint blockStride, int blocks, float* half, float* v, nint stride) =>
        WinogradAdjoint<Lanes4>.Output(pixels, rowStride, blockStride, blocks, half, v, stride);

    /// <inheritdoc/>
    public override void TransformOutput(float* m, nint stride, float* half, float* bias, in WinogradTarget target, in ConvolutionEpilogue epilogue) =>
        WinogradOutput<Lanes4>.Store(m, stride, half, bias, in target, in epilogue);
}
