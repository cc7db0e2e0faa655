using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cloudless.Inference.Cpu;

internal sealed unsafe partial class Avx512Kernels
{
    /// <inheritdoc/>
    public override int ProductTile => 12;

    /// <inheritdoc/>
    public override void Multiply(float* v, nint vStride, float* u, nint uStride, float* soon, int count, float* m, nint mStride, int panels)
    {
        for (int done = 0; done < count; done += Chunk)
        {
            int chunk = Math.Min(Chunk, count - done);
            if (panels == 2)
            {
                MultiplyPair(v + done, vStride, u + (done * 16), uStride, chunk, m, mStride, done == 0);
            }
            else
            {
                MultiplyOne(v + done, vStride, u + (done * 16), chunk, m, done == 0);
            }
        }
    }

    /// <inheritdoc/>
    public override void TransformInput(float* pixels, nint rowStride, float* half, float* v, nint stride) =>
        WinogradTransforms<Lanes16>.Input(pixels, rowStride, half, v, stride);

    /// <inheritdoc/>
    public override void TransformSource(float* pixels, nint rowStride, nint blockStride, int blocks, float* half, float* v, nint stride) =>
        WinogradAdjoint<Lanes16>.Output(pixels, rowStride, blockStride, blocks, half, v, stride);

    /// <inheritdoc/>
    public override void TransformOutput(float* m, nint stride, float* half, float* bias, in WinogradTarget target, in ConvolutionEpilogue epilogue) =>
        WinogradOutput<Lanes16>.Store(m, stride, half, bias, in target, in epilogue);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyPair(float* v, nint vStride, float* u, nint uStride, int count, float* m, nint mStride, bool first)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
        Vector512<float> a6 = default, a7 = default, a8 = default, a9 = default, a10 = default, a11 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
        Vector512<float> b6 = default, b7 = default, b8 = default, b9 = default, b10 = default, b11 = default;
        float* w = u + uStride, v3 = v + (3 * vStride), v6 = v3 + (3 * vStride), v9 = v6 + (3 * vStride);
        nint second = 2 * vStride;
        for (; count > 0; count--)
        {
            Vector512<float> x = Vector512.Load(u), y = Vector512.Load(w);
            u += 16;
            w += 16;
            Vector512<float> s = Vector512.Create(v[0]);
            a0 = Vector512.FusedMultiplyAdd(s, x, a0);
            b0 = Vector512.FusedMultiplyAdd(s, y, b0);
            s = Vector512.Create(v[vStride]);
            a1 = Vector512.FusedMultiplyAdd(s, x, a1);
            b1 = Vector512.FusedMultiplyAdd(s, y, b1);
            s = Vector512.Create(v[second]);
            a2 = Vector512.FusedMultiplyAdd(s, x, a2);
            b2 = Vector512.FusedMultiplyAdd(s, y, b2);
            s = Vector512.Create(v3[0]);
            a3 = Vector512.FusedMultiplyAdd(s, x, a3);
            b3 = Vector512.FusedMultiplyAdd(s, y, b3);
            s = Vector512.Create(v3[vStride]);
            a4 = Vector512.FusedMultiplyAdd(s, x, a4);
            b4 = Vector512.FusedMultiplyAdd(s, y, b4);
            s = Vector512.Create(v3[second]);
            a5 = Vector512.FusedMultiplyAdd(s, x, a5);
            b5 = Vector512.FusedMultiplyAdd(s, y, b5);
            s = Vector512.Create(v6[0]);
            a6 = Vector512.FusedMultiplyAdd(s, x, a6);
            b6 = Vector512.FusedMultiplyAdd(s, y, b6);
            s = Vector512.Create(v6[vStride]);
            a7 = Vector512.FusedMultiplyAdd(s, x, a7);
            b7 = Vector512.FusedMultiplyAdd(s, y, b7);
            s = Vector512.Create(v6[second]);
            a8 = Vector512.FusedMultiplyAdd(s, x, a8);
            b8 = Vector512.FusedMultiplyAdd(s, y, b8);
            s = Vector512.Create(v9[0]);
            a9 = Vector512.FusedMultiplyAdd(s, x, a9);
            b9 = Vector512.FusedMultiplyAdd(s, y, b9);
            s = Vector512.Create(v9[vStride]);
            a10 = Vector512.FusedMultiplyAdd(s, x, a10);
            b10 = Vector512.FusedMultiplyAdd(s, y, b10);
            s = Vector512.Create(v9[second]);
            a11 = Vector512.FusedMultiplyAdd(s, x, a11);
            b11 = Vector512.FusedMultiplyAdd(s, y, b11);
            v++;
            v3++;
            v6++;
            v9++;
        }

        float* n = m + mStride;
        if (!first)
        {
            a0 = Vector512.Load(m) + a0;
            b0 = Vector512.Load(n) + b0;
            a1 = Vector512.Load(m + 16) + a1;
            b1 = Vector512.Load(n + 16) + b1;
            a2 = Vector512.Load(m + 32) + a2;
            b2 = Vector512.Load(n + 32) + b2;
            a3 = Vector512.Load(m + 48) + a3;
            b3 = Vector512.Load(n + 48) + b3;
            a4 = Vector512.Load(m + 64) + a4;
            b4 = Vector512.Load(n + 64) + b4;
            a5 = Vector512.Load(m + 80) + a5;
            b5 = Vector512.Load(n + 80) + b5;
            a6 = Vector512.Load(m + 96) + a6;
            b6 = Vector512.Load(n + 96) + b6;
            a7 = Vector512.Load(m + 112) + a7;
            b7 = Vector512.Load(n + 112) + b7;
            a8 = Vector512.Load(m + 128) + a8;
            b8 = Vector512.Load(n + 128) + b8;
            a9 = Vector512.Load(m + 144) + a9;
            b9 = Vector512.Load(n + 144) + b9;
            a10 = Vector512.Load(m + 160) + a10;
            b10 = Vector512.Load(n + 160) + b10;
            a11 = Vector512.Load(m + 176) + a11;
            b11 = Vector512.Load(n + 176) + b11;
        }

        a0.Store(m);
        b0.Store(n);
        a1.Store(m + 16);
        b1.Store(n + 16);
        a2.Store(m + 32);
        b2.Store(n + 32);
        a3.Store(m + 48);
        b3.Store(n + 48);
        a4.Store(m + 64);
        b4.Store(n + 64);
        a5.Store(m + 80);
        b5.Store(n + 80);
        a6.Store(m + 96);
        b6.Store(n + 96);
        a7.Store(m + 112);
        b7.Store(n + 112);
        a8.Store(m + 128);
        b8.Store(n + 128);
        a9.Store(m + 144);
        b9.Store(n + 144);
        a10.Store(m + 160);
        b10.Store(n + 160);
        a11.Store(m + 176);
        b11.Store(n + 176);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyOne(float* v, nint vStride, float* u, int count, float* m, bool first)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
        Vector512<float> a6 = default, a7 = default, a8 = default, a9 = default, a10 = default, a11 = default;
        float* v3 = v + (3 * vStride), v6 = v3 + (3 * vStride), v9 = v6 + (3 * vStride);
        nint second = 2 * vStride;
        for (; count > 0; count--)
        {
            Vector512<float> x = Vector512.Load(u);
            u += 16;
            a0 = Vector512.FusedMultiplyAdd(Vector512.Create(v[0]), x, a0);
            a1 = Vector512.FusedMultiplyAdd(Vector512.Create(v[vStride]), x, a1);
            a2 = Vector512.FusedMultiplyAdd(Vector512.Create(v[second]), x, a2);
            a3 = Vector512.FusedMultiplyAdd(Vector512.Create(v3[0]), x, a3);
            a4 = Vector512.FusedMultiplyAdd(Vector512.Create(v3[vStride]), x, a4);
            a5 = Vector512.FusedMultiplyAdd(Vector512.Create(v3[second]), x, a5);
            a6 = Vector512.FusedMultiplyAdd(Vector512.Create(v6[0]), x, a6);
            a7 = Vector512.FusedMultiplyAdd(Vector512.Create(v6[vStride]), x, a7);
            a8 = Vector512.FusedMultiplyAdd(Vector512.Create(v6[second]), x, a8);
            a9 = Vector512.FusedMultiplyAdd(Vector512.Create(v9[0]), x, a9);
            a10 = Vector512.FusedMultiplyAdd(Vector512.Create(v9[vStride]), x, a10);
            a11 = Vector512.FusedMultiplyAdd(Vector512.Create(v9[second]), x, a11);
            v++;
            v3++;
            v6++;
            v9++;
        }

        if (!first)
        {
            a0 = Vector512.Load(m) + a0;
            a1 = Vector512.Load(m + 16) + a1;
            a2 = Vector512.Load(m + 32) + a2;
            a3 = Vector512.Load(m + 48) + a3;
            a4 = Vector512.Load(m + 64) + a4;
            a5 = Vector512.Load(m + 80) + a5;
            a6 = Vector512.Load(m + 96) + a6;
            a7 = Vector512.Load(m + 112) + a7;
            a8 = Vector512.Load(m + 128) + a8;
            a9 = Vector512.Load(m + 144) + a9;
            a10 = Vector512.Load(m + 160) + a10;
            a11 = Vector512.Load(m + 176) + a11;
        }

        a0.Store(m);
        a1.Store(m + 16);
        a2.Store(m + 32);
        a3.Store(m + 48);
        a4.Store(m + 64);
        a5.Store(m + 80);
        a6.Store(m + 96);
        a7.Store(m + 112);
        a8.Store(m + 128);
        a9.Store(m + 144);
        a10.Store(m + 160);
        a11.Store(m + 176);
    }
}
