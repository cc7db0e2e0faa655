using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cloudless.Inference.Cpu;

/// <summary>Kernels for AVX2 and FMA: 6 pixels x 16 channels in 12 of the 16 registers, 8 loads for 12 multiply-adds.</summary>
internal sealed unsafe partial class Avx2Kernels : ConvolutionKernels
{
    /// <inheritdoc/>
    public override KernelSet Set => KernelSet.Avx2;

    /// <inheritdoc/>
    public override int Tile => 6;

    /// <inheritdoc/>
    public override int Panels => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Convolve(float* x, int* pixels, in TapShape shape, float* w, float* acc, int panels)
    {
        Vector256<float> a0 = Avx.LoadVector256(acc), b0 = Avx.LoadVector256(acc + 8);
        Vector256<float> a1 = Avx.LoadVector256(acc + 16), b1 = Avx.LoadVector256(acc + 24);
        Vector256<float> a2 = Avx.LoadVector256(acc + 32), b2 = Avx.LoadVector256(acc + 40);
        Vector256<float> a3 = Avx.LoadVector256(acc + 48), b3 = Avx.LoadVector256(acc + 56);
        Vector256<float> a4 = Avx.LoadVector256(acc + 64), b4 = Avx.LoadVector256(acc + 72);
        Vector256<float> a5 = Avx.LoadVector256(acc + 80), b5 = Avx.LoadVector256(acc + 88);
        int blocks = shape.Blocks, rows = shape.Rows, run = shape.Run;
        nint rowStride = shape.RowStride, blockStep = shape.BlockStride - (rows * rowStride);
        for (int block = 0; block < blocks; block++)
        {
            for (int row = 0; row < rows; row++)
            {
                float* p0 = x + pixels[0], p1 = x + pixels[1], p2 = x + pixels[2];
                float* p3 = x + pixels[3], p4 = x + pixels[4], p5 = x + pixels[5];
                for (nint i = 0; i < run; i++)
                {
                    Vector256<float> u = Avx.LoadVector256(w), v = Avx.LoadVector256(w + 8);
                    w += 16;
                    Vector256<float> s = Avx.BroadcastScalarToVector256(p0 + i);
                    a0 = Fma.MultiplyAdd(s, u, a0);
                    b0 = Fma.MultiplyAdd(s, v, b0);
                    s = Avx.BroadcastScalarToVector256(p1 + i);
                    a1 = Fma.MultiplyAdd(s, u, a1);
                    b1 = Fma.MultiplyAdd(s, v, b1);
                    s = Avx.BroadcastScalarToVector256(p2 + i);
                    a2 = Fma.MultiplyAdd(s, u, a2);
                    b2 = Fma.MultiplyAdd(s, v, b2);
                    s = Avx.BroadcastScalarToVector256(p3 + i);
                    a3 = Fma.MultiplyAdd(s, u, a3);
                    b3 = Fma.MultiplyAdd(s, v, b3);
                    s = Avx.BroadcastScalarToVector256(p4 + i);
                    a4 = Fma.MultiplyAdd(s, u, a4);
                    b4 = Fma.MultiplyAdd(s, v, b4);
                    s = Avx.BroadcastScalarToVector256(p5 + i);
                    a5 = Fma.MultiplyAdd(s, u, a5);
                    b5 = Fma.MultiplyAdd(s, v, b5);
                }

                x += rowStride;
            }

            x += blockStep;
        }

        Avx.Store(acc, a0);
        Avx.Store(acc + 8, b0);
        Avx.Store(acc + 16, a1);
        Avx.Store(acc + 24, b1);
        Avx.Store(acc + 32, a2);
        Avx.Store(acc + 40, b2);
        Avx.Store(acc + 48, a3);
        Avx.Store(acc + 56, b3);
        Avx.Store(acc + 64, a4);
        Avx.Store(acc + 72, b4);
        Avx.Store(acc + 80, a5);
        Avx.Store(acc + 88, b5);
    }

    /// <inheritdoc/>
    public override int ProductTile => 6;

    /// <inheritdoc/>
    public override void Multiply(float* v, nint vStride, float* u, nint uStride, float* soon, int count, float* m, nint mStride, int panels)
    {
        MultiplyChunk(v, vStride, u, soon, Math.Min(count, Chunk), m, first: true);
        for (int done = Chunk; done < count; done += Chunk)
        {
            MultiplyChunk(v + done, vStride, u + (done * 16), soon + (done * 4), Math.Min(count - done, Chunk), m, first: false);
        }
    }

    /// <inheritdoc/>
    public override void TransformInput(float* pixels, nint rowStride, float* half, float* v, nint stride) =>
        WinogradTransforms<Lanes8>.Input(pixels, rowStride, half, v, stride);

    /// <inheritdoc/>
    public override void TransformSource(float* pixels, nint rowStride, nint blockStride, int blocks, float* half, float* v, nint stride) =>
        WinogradAdjoint<Lanes8>.Output(pixels, rowStride, blockStride, blocks, half, v, stride);

    /// <inheritdoc/>
    public override void TransformOutput(float* m, nint stride, float* half, float* bias, in WinogradTarget target, in ConvolutionEpilogue epilogue) =>
        WinogradOutput<Lanes8>.Store(m, stride, half, bias, in target, in epilogue);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MultiplyChunk(float* v, nint vStride, float* u, float* soon, int count, float* m, bool first)
    {
        Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
        Vector256<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
        float* v3 = v + (3 * vStride);
        nint second = 2 * vStride;
        for (; count > 0; count -= 4)
        {
            Sse.Prefetch1(soon);
            soon += 16;
            Vector256<float> x = Avx.LoadVector256(u), y = Avx.LoadVector256(u + 8);
            Vector256<float> s = Avx.BroadcastScalarToVector256(v);
            a0 = Fma.MultiplyAdd(s, x, a0);
            b0 = Fma.MultiplyAdd(s, y, b0);
            s = Avx.BroadcastScalarToVector256(v + vStride);
            a1 = Fma.MultiplyAdd(s, x, a1);
            b1 = Fma.MultiplyAdd(s, y, b1);
            s = Avx.BroadcastScalarToVector256(v + second);
            a2 = Fma.MultiplyAdd(s, x, a2);
            b2 = Fma.MultiplyAdd(s, y, b2);
            s = Avx.BroadcastScalarToVector256(v3);
            a3 = Fma.MultiplyAdd(s, x, a3);
            b3 = Fma.MultiplyAdd(s, y, b3);
            s = Avx.BroadcastScalarToVector256(v3 + vStride);
            a4 = Fma.MultiplyAdd(s, x, a4);
            b4 = Fma.MultiplyAdd(s, y, b4);
            s = Avx.BroadcastScalarToVector256(v3 + second);
            a5 = Fma.MultiplyAdd(s, x, a5);
            b5 = Fma.MultiplyAdd(s, y, b5);
            x = Avx.LoadVector256(u + 16);
            y = Avx.LoadVector256(u + 24);
            s = Avx.BroadcastScalarToVector256(v + 1);
            a0 = Fma.MultiplyAdd(s, x, a0);
            b0 = Fma.MultiplyAdd(s, y, b0);
            s = Avx.BroadcastScalarToVector256(v + vStride + 1);
            a1 = Fma.MultiplyAdd(s, x, a1);
            b1 = Fma.MultiplyAdd(s, y, b1);
            s = Avx.BroadcastScalarToVector256(v + second + 1);
            a2 = Fma.MultiplyAdd(s, x, a2);
            b2 = Fma.MultiplyAdd(s, y, b2);
            s = Avx.BroadcastScalarToVector256(v3 + 1);
            a3 = Fma.MultiplyAdd(s, x, a3);
            b3 = Fma.MultiplyAdd(s, y, b3);
            s = Avx.BroadcastScalarToVector256(v3 + vStride + 1);
            a4 = Fma.MultiplyAdd(s, x, a4);
            b4 = Fma.MultiplyAdd(s, y, b4);
            s = Avx.BroadcastScalarToVector256(v3 + second + 1);
            a5 = Fma.MultiplyAdd(s, x, a5);
            b5 = Fma.MultiplyAdd(s, y, b5);
            x = Avx.LoadVector256(u + 32);
            y = Avx.LoadVector256(u + 40);
            s = Avx.BroadcastScalarToVector256(v + 2);
            a0 = Fma.MultiplyAdd(s, x, a0);
            b0 = Fma.MultiplyAdd(s, y, b0);
            s = Avx.BroadcastScalarToVector256(v + vStride + 2);
            a1 = Fma.MultiplyAdd(s, x, a1);
            b1 = Fma.MultiplyAdd(s, y, b1);
            s = Avx.BroadcastScalarToVector256(v + second + 2);
            a2 = Fma.MultiplyAdd(s, x, a2);
            b2 = Fma.MultiplyAdd(s, y, b2);
            s = Avx.BroadcastScalarToVector256(v3 + 2);
            a3 = Fma.MultiplyAdd(s, x, a3);
            b3 = Fma.MultiplyAdd(s, y, b3);
            s = Avx.BroadcastScalarToVector256(v3 + vStride + 2);
            a4 = Fma.MultiplyAdd(s, x, a4);
            b4 = Fma.MultiplyAdd(s, y, b4);
            s = Avx.BroadcastScalarToVector256(v3 + second + 2);
            a5 = Fma.MultiplyAdd(s, x, a5);
            b5 = Fma.MultiplyAdd(s, y, b5);
            x = Avx.LoadVector256(u + 48);
            y = Avx.LoadVector256(u + 56);
            s = Avx.BroadcastScalarToVector256(v + 3);
            a0 = Fma.MultiplyAdd(s, x, a0);
            b0 = Fma.MultiplyAdd(s, y, b0);
            s = Avx.BroadcastScalarToVector256(v + vStride + 3);
            a1 = Fma.MultiplyAdd(s, x, a1);
            b1 = Fma.MultiplyAdd(s, y, b1);
            s = Avx.BroadcastScalarToVector256(v + second + 3);
            a2 = Fma.MultiplyAdd(s, x, a2);
            b2 = Fma.MultiplyAdd(s, y, b2);
            s = Avx.BroadcastScalarToVector256(v3 + 3);
            a3 = Fma.MultiplyAdd(s, x, a3);
            b3 = Fma.MultiplyAdd(s, y, b3);
            s = Avx.BroadcastScalarToVector256(v3 + vStride + 3);
            a4 = Fma.MultiplyAdd(s, x, a4);
            b4 = Fma.MultiplyAdd(s, y, b4);
            s = Avx.BroadcastScalarToVector256(v3 + second + 3);
            a5 = Fma.MultiplyAdd(s, x, a5);
            b5 = Fma.MultiplyAdd(s, y, b5);
            u += 64;
            v += 4;
            v3 += 4;
        }

        if (!first)
        {
            a0 = Avx.Add(Avx.LoadVector256(m), a0);
            b0 = Avx.Add(Avx.LoadVector256(m + 8), b0);
            a1 = Avx.Add(Avx.LoadVector256(m + 16), a1);
            b1 = Avx.Add(Avx.LoadVector256(m + 24), b1);
            a2 = Avx.Add(Avx.LoadVector256(m + 32), a2);
            b2 = Avx.Add(Avx.LoadVector256(m + 40), b2);
            a3 = Avx.Add(Avx.LoadVector256(m + 48), a3);
            b3 = Avx.Add(Avx.LoadVector256(m + 56), b3);
            a4 = Avx.Add(Avx.LoadVector256(m + 64), a4);
            b4 = Avx.Add(Avx.LoadVector256(m + 72), b4);
            a5 = Avx.Add(Avx.LoadVector256(m + 80), a5);
            b5 = Avx.Add(Avx.LoadVector256(m + 88), b5);
        }

        Avx.Store(m, a0);
        Avx.Store(m + 8, b0);
        Avx.Store(m + 16, a1);
        Avx.Store(m + 24, b1);
        Avx.Store(m + 32, a2);
        Avx.Store(m + 40, b2);
        Avx.Store(m + 48, a3);
        Avx.Store(m + 56, b3);
        Avx.Store(m + 64, a4);
        Avx.Store(m + 72, b4);
        Avx.Store(m + 80, a5);
        Avx.Store(m + 88, b5);
    }
}
