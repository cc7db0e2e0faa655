using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cloudless.Inference.Cpu;

/// <summary>
/// Kernels for AVX-512: 8 pixels x 32 channels in 16 of the 32 registers, or 8 x 16 where one panel is left. Written with the
/// cross-platform vectors, so that they can be tested, in software, on machines without AVX-512.
/// </summary>
internal sealed unsafe partial class Avx512Kernels : ConvolutionKernels
{
    /// <inheritdoc/>
    public override KernelSet Set => KernelSet.Avx512;

    /// <inheritdoc/>
    public override int Tile => 8;

    /// <inheritdoc/>
    public override int Panels => 2;

    /// <inheritdoc/>
    public override void Convolve(float* x, int* pixels, in TapShape shape, float* w, float* acc, int panels)
    {
        if (panels == 2)
        {
            ConvolvePair(x, pixels, in shape, w, acc);
        }
        else
        {
            ConvolveOne(x, pixels, in shape, w, acc);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ConvolvePair(float* x, int* pixels, in TapShape shape, float* w, float* acc)
    {
        float* other = acc + shape.AccStride, otherWeights = w + shape.WeightStride;
        Vector512<float> a0 = Vector512.Load(acc), b0 = Vector512.Load(other);
        Vector512<float> a1 = Vector512.Load(acc + 16), b1 = Vector512.Load(other + 16);
        Vector512<float> a2 = Vector512.Load(acc + 32), b2 = Vector512.Load(other + 32);
        Vector512<float> a3 = Vector512.Load(acc + 48), b3 = Vector512.Load(other + 48);
        Vector512<float> a4 = Vector512.Load(acc + 64), b4 = Vector512.Load(other + 64);
        Vector512<float> a5 = Vector512.Load(acc + 80), b5 = Vector512.Load(other + 80);
        Vector512<float> a6 = Vector512.Load(acc + 96), b6 = Vector512.Load(other + 96);
        Vector512<float> a7 = Vector512.Load(acc + 112), b7 = Vector512.Load(other + 112);
        int blocks = shape.Blocks, rows = shape.Rows, run = shape.Run;
        nint rowStride = shape.RowStride, blockStep = shape.BlockStride - (rows * rowStride);
        for (int block = 0; block < blocks; block++)
        {
            for (int row = 0; row < rows; row++)
            {
                float* p0 = x + pixels[0], p1 = x + pixels[1], p2 = x + pixels[2], p3 = x + pixels[3];
                float* p4 = x + pixels[4], p5 = x + pixels[5], p6 = x + pixels[6], p7 = x + pixels[7];
                for (nint i = 0; i < run; i++)
                {
                    Vector512<float> u = Vector512.Load(w), v = Vector512.Load(otherWeights);
                    w += 16;
                    otherWeights += 16;
                    Vector512<float> s = Vector512.Create(p0[i]);
                    a0 = Vector512.FusedMultiplyAdd(s, u, a0);
                    b0 = Vector512.FusedMultiplyAdd(s, v, b0);
                    s = Vector512.Create(p1[i]);
                    a1 = Vector512.FusedMultiplyAdd(s, u, a1);
                    b1 = Vector512.FusedMultiplyAdd(s, v, b1);
                    s = Vector512.Create(p2[i]);
                    a2 = Vector512.FusedMultiplyAdd(s, u, a2);
                    b2 = Vector512.FusedMultiplyAdd(s, v, b2);
                    s = Vector512.Create(p3[i]);
                    a3 = Vector512.FusedMultiplyAdd(s, u, a3);
                    b3 = Vector512.FusedMultiplyAdd(s, v, b3);
                    s = Vector512.Create(p4[i]);
                    a4 = Vector512.FusedMultiplyAdd(s, u, a4);
                    b4 = Vector512.FusedMultiplyAdd(s, v, b4);
                    s = Vector512.Create(p5[i]);
                    a5 = Vector512.FusedMultiplyAdd(s, u, a5);
                    b5 = Vector512.FusedMultiplyAdd(s, v, b5);
                    s = Vector512.Create(p6[i]);
                    a6 = Vector512.FusedMultiplyAdd(s, u, a6);
                    b6 = Vector512.FusedMultiplyAdd(s, v, b6);
                    s = Vector512.Create(p7[i]);
                    a7 = Vector512.FusedMultiplyAdd(s, u, a7);
                    b7 = Vector512.FusedMultiplyAdd(s, v, b7);
                }

                x += rowStride;
            }

            x += blockStep;
        }

        a0.Store(acc);
        b0.Store(other);
        a1.Store(acc + 16);
        b1.Store(other + 16);
        a2.Store(acc + 32);
        b2.Store(other + 32);
        a3.Store(acc + 48);
        b3.Store(other + 48);
        a4.Store(acc + 64);
        b4.Store(other + 64);
        a5.Store(acc + 80);
        b5.Store(other + 80);
        a6.Store(acc + 96);
        b6.Store(other + 96);
        a7.Store(acc + 112);
        b7.Store(other + 112);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ConvolveOne(float* x, int* pixels, in TapShape shape, float* w, float* acc)
    {
        Vector512<float> a0 = Vector512.Load(acc);
        Vector512<float> a1 = Vector512.Load(acc + 16);
        Vector512<float> a2 = Vector512.Load(acc + 32);
        Vector512<float> a3 = Vector512.Load(acc + 48);
        Vector512<float> a4 = Vector512.Load(acc + 64);
        Vector512<float> a5 = Vector512.Load(acc + 80);
        Vector512<float> a6 = Vector512.Load(acc + 96);
        Vector512<float> a7 = Vector512.Load(acc + 112);
        int blocks = shape.Blocks, rows = shape.Rows, run = shape.Run;
        nint rowStride = shape.RowStride, blockStep = shape.BlockStride - (rows * rowStride);
        for (int block = 0; block < blocks; block++)
        {
            for (int row = 0; row < rows; row++)
            {
                float* p0 = x + pixels[0], p1 = x + pixels[1], p2 = x + pixels[2], p3 = x + pixels[3];
                float* p4 = x + pixels[4], p5 = x + pixels[5], p6 = x + pixels[6], p7 = x + pixels[7];
                for (nint i = 0; i < run; i++)
                {
                    Vector512<float> u = Vector512.Load(w);
                    w += 16;
                    Vector512<float> s = Vector512.Create(p0[i]);
                    a0 = Vector512.FusedMultiplyAdd(s, u, a0);
                    s = Vector512.Create(p1[i]);
                    a1 = Vector512.FusedMultiplyAdd(s, u, a1);
                    s = Vector512.Create(p2[i]);
                    a2 = Vector512.FusedMultiplyAdd(s, u, a2);
                    s = Vector512.Create(p3[i]);
                    a3 = Vector512.FusedMultiplyAdd(s, u, a3);
                    s = Vector512.Create(p4[i]);
                    a4 = Vector512.FusedMultiplyAdd(s, u, a4);
                    s = Vector512.Create(p5[i]);
                    a5 = Vector512.FusedMultiplyAdd(s, u, a5);
                    s = Vector512.Create(p6[i]);
                    a6 = Vector512.FusedMultiplyAdd(s, u, a6);
                    s = Vector512.Create(p7[i]);
                    a7 = Vector512.FusedMultiplyAdd(s, u, a7);
                }

                x += rowStride;
            }

            x += blockStep;
        }

        a0.Store(acc);
        a1.Store(acc + 16);
        a2.Store(acc + 32);
        a3.Store(acc + 48);
        a4.Store(acc + 64);
        a5.Store(acc + 80);
        a6.Store(acc + 96);
        a7.Store(acc + 112);
    }
}
