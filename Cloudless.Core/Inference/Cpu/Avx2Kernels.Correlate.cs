using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cloudless.Inference.Cpu;

internal sealed unsafe partial class Avx2Kernels
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Correlate(float* x, nint xStep, int taps, float* dy, nint dyStep, nint dyStride, int pixels, float* soon, float* acc, nint accStride, int panels, bool fresh)
    {
        for (int panel = 0; panel < panels; panel++)
        {
            float* tap = x, sums = acc;
            int left = taps;
            for (; left > 4; left -= 6)
            {
                Sse.Prefetch0(sums + 192);
                Sse.Prefetch0(sums + 208);
                Sse.Prefetch0(sums + 224);
                Sse.Prefetch0(sums + 240);
                Sse.Prefetch0(sums + 256);
                Sse.Prefetch0(sums + 272);
                Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
                Vector256<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
                if (!fresh)
                {
                    a0 = Avx.LoadVector256(sums);
                    b0 = Avx.LoadVector256(sums + 8);
                    a1 = Avx.LoadVector256(sums + 16);
                    b1 = Avx.LoadVector256(sums + 24);
                    a2 = Avx.LoadVector256(sums + 32);
                    b2 = Avx.LoadVector256(sums + 40);
                    a3 = Avx.LoadVector256(sums + 48);
                    b3 = Avx.LoadVector256(sums + 56);
                    a4 = Avx.LoadVector256(sums + 64);
                    b4 = Avx.LoadVector256(sums + 72);
                    a5 = Avx.LoadVector256(sums + 80);
                    b5 = Avx.LoadVector256(sums + 88);
                }

                float* p = tap, q = dy;
                int rest = pixels;
                for (; rest > 3; rest -= 4)
                {
                    Sse.Prefetch0(soon);
                    soon += 16;
                    Vector256<float> u = Avx.LoadVector256(q), v = Avx.LoadVector256(q + 8);
                    Vector256<float> s = Avx.BroadcastScalarToVector256(p);
                    a0 = Fma.MultiplyAdd(s, u, a0);
                    b0 = Fma.MultiplyAdd(s, v, b0);
                    s = Avx.BroadcastScalarToVector256(p + 1);
                    a1 = Fma.MultiplyAdd(s, u, a1);
                    b1 = Fma.MultiplyAdd(s, v, b1);
                    s = Avx.BroadcastScalarToVector256(p + 2);
                    a2 = Fma.MultiplyAdd(s, u, a2);
                    b2 = Fma.MultiplyAdd(s, v, b2);
                    s = Avx.BroadcastScalarToVector256(p + 3);
                    a3 = Fma.MultiplyAdd(s, u, a3);
                    b3 = Fma.MultiplyAdd(s, v, b3);
                    s = Avx.BroadcastScalarToVector256(p + 4);
                    a4 = Fma.MultiplyAdd(s, u, a4);
                    b4 = Fma.MultiplyAdd(s, v, b4);
                    s = Avx.BroadcastScalarToVector256(p + 5);
                    a5 = Fma.MultiplyAdd(s, u, a5);
                    b5 = Fma.MultiplyAdd(s, v, b5);
                    p += xStep;
                    q += dyStep;
                    u = Avx.LoadVector256(q);
                    v = Avx.LoadVector256(q + 8);
                    s = Avx.BroadcastScalarToVector256(p);
                    a0 = Fma.MultiplyAdd(s, u, a0);
                    b0 = Fma.MultiplyAdd(s, v, b0);
                    s = Avx.BroadcastScalarToVector256(p + 1);
                    a1 = Fma.MultiplyAdd(s, u, a1);
                    b1 = Fma.MultiplyAdd(s, v, b1);
                    s = Avx.BroadcastScalarToVector256(p + 2);
                    a2 = Fma.MultiplyAdd(s, u, a2);
                    b2 = Fma.MultiplyAdd(s, v, b2);
                    s = Avx.BroadcastScalarToVector256(p + 3);
                    a3 = Fma.MultiplyAdd(s, u, a3);
                    b3 = Fma.MultiplyAdd(s, v, b3);
                    s = Avx.BroadcastScalarToVector256(p + 4);
                    a4 = Fma.MultiplyAdd(s, u, a4);
                    b4 = Fma.MultiplyAdd(s, v, b4);
                    s = Avx.BroadcastScalarToVector256(p + 5);
                    a5 = Fma.MultiplyAdd(s, u, a5);
                    b5 = Fma.MultiplyAdd(s, v, b5);
                    p += xStep;
                    q += dyStep;
                    u = Avx.LoadVector256(q);
                    v = Avx.LoadVector256(q + 8);
                    s = Avx.BroadcastScalarToVector256(p);
                    a0 = Fma.MultiplyAdd(s, u, a0);
                    b0 = Fma.MultiplyAdd(s, v, b0);
                    s = Avx.BroadcastScalarToVector256(p + 1);
                    a1 = Fma.MultiplyAdd(s, u, a1);
                    b1 = Fma.MultiplyAdd(s, v, b1);
                    s = Avx.BroadcastScalarToVector256(p + 2);
                    a2 = Fma.MultiplyAdd(s, u, a2);
                    b2 = Fma.MultiplyAdd(s, v, b2);
                    s = Avx.BroadcastScalarToVector256(p + 3);
                    a3 = Fma.MultiplyAdd(s, u, a3);
                    b3 = Fma.MultiplyAdd(s, v, b3);
                    s = Avx.BroadcastScalarToVector256(p + 4);
                    a4 = Fma.MultiplyAdd(s, u, a4);
                    b4 = Fma.MultiplyAdd(s, v, b4);
                    s = Avx.BroadcastScalarToVector256(p + 5);
                    a5 = Fma.MultiplyAdd(s, u, a5);
                    b5 = Fma.MultiplyAdd(s, v, b5);
                    p += xStep;
                    q += dyStep;
                    u = Avx.LoadVector256(q);
                    v = Avx.LoadVector256(q + 8);
                    s = Avx.BroadcastScalarToVector256(p);
                    a0 = Fma.MultiplyAdd(s, u, a0);
                    b0 = Fma.MultiplyAdd(s, v, b0);
                    s = Avx.BroadcastScalarToVector256(p + 1);
                    a1 = Fma.MultiplyAdd(s, u, a1);
                    b1 = Fma.MultiplyAdd(s, v, b1);
                    s = Avx.BroadcastScalarToVector256(p + 2);
                    a2 = Fma.MultiplyAdd(s, u, a2);
                    b2 = Fma.MultiplyAdd(s, v, b2);
                    s = Avx.BroadcastScalarToVector256(p + 3);
                    a3 = Fma.MultiplyAdd(s, u, a3);
                    b3 = Fma.MultiplyAdd(s, v, b3);
                    s = Avx.BroadcastScalarToVector256(p + 4);
                    a4 = Fma.MultiplyAdd(s, u, a4);
                    b4 = Fma.MultiplyAdd(s, v, b4);
                    s = Avx.BroadcastScalarToVector256(p + 5);
                    a5 = Fma.MultiplyAdd(s, u, a5);
                    b5 = Fma.MultiplyAdd(s, v, b5);
                    p += xStep;
                    q += dyStep;
                }

                for (; rest > 0; rest--)
                {
                    Vector256<float> u = Avx.LoadVector256(q), v = Avx.LoadVector256(q + 8);
                    Vector256<float> s = Avx.BroadcastScalarToVector256(p);
                    a0 = Fma.MultiplyAdd(s, u, a0);
                    b0 = Fma.MultiplyAdd(s, v, b0);
                    s = Avx.BroadcastScalarToVector256(p + 1);
                    a1 = Fma.MultiplyAdd(s, u, a1);
                    b1 = Fma.MultiplyAdd(s, v, b1);
                    s = Avx.BroadcastScalarToVector256(p + 2);
                    a2 = Fma.MultiplyAdd(s, u, a2);
                    b2 = Fma.MultiplyAdd(s, v, b2);
                    s = Avx.BroadcastScalarToVector256(p + 3);
                    a3 = Fma.MultiplyAdd(s, u, a3);
                    b3 = Fma.MultiplyAdd(s, v, b3);
                    s = Avx.BroadcastScalarToVector256(p + 4);
                    a4 = Fma.MultiplyAdd(s, u, a4);
                    b4 = Fma.MultiplyAdd(s, v, b4);
                    s = Avx.BroadcastScalarToVector256(p + 5);
                    a5 = Fma.MultiplyAdd(s, u, a5);
                    b5 = Fma.MultiplyAdd(s, v, b5);
                    p += xStep;
                    q += dyStep;
                }

                Avx.Store(sums, a0);
                Avx.Store(sums + 8, b0);
                Avx.Store(sums + 16, a1);
                Avx.Store(sums + 24, b1);
                Avx.Store(sums + 32, a2);
                Avx.Store(sums + 40, b2);
                Avx.Store(sums + 48, a3);
                Avx.Store(sums + 56, b3);
                Avx.Store(sums + 64, a4);
                Avx.Store(sums + 72, b4);
                Avx.Store(sums + 80, a5);
                Avx.Store(sums + 88, b5);
                sums += 96;
                tap += 6;
            }

            if (left > 0)
            {
                CorrelateFour(tap, xStep, dy, dyStep, pixels, sums, fresh);
            }

            dy += dyStride;
            acc += accStride;
        }
    }

    // The last taps of 16, 32, 64 or 256.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CorrelateFour(float* x, nint xStep, float* dy, nint dyStep, int pixels, float* acc, bool fresh)
    {
        Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector256<float> b0 = default, b1 = default, b2 = default, b3 = default;
        if (!fresh)
        {
            a0 = Avx.LoadVector256(acc);
            b0 = Avx.LoadVector256(acc + 8);
            a1 = Avx.LoadVector256(acc + 16);
            b1 = Avx.LoadVector256(acc + 24);
            a2 = Avx.LoadVector256(acc + 32);
            b2 = Avx.LoadVector256(acc + 40);
            a3 = Avx.LoadVector256(acc + 48);
            b3 = Avx.LoadVector256(acc + 56);
        }

        for (; pixels > 0; pixels--)
        {
            Vector256<float> u = Avx.LoadVector256(dy), v = Avx.LoadVector256(dy + 8);
            Vector256<float> s = Avx.BroadcastScalarToVector256(x);
            a0 = Fma.MultiplyAdd(s, u, a0);
            b0 = Fma.MultiplyAdd(s, v, b0);
            s = Avx.BroadcastScalarToVector256(x + 1);
            a1 = Fma.MultiplyAdd(s, u, a1);
            b1 = Fma.MultiplyAdd(s, v, b1);
            s = Avx.BroadcastScalarToVector256(x + 2);
            a2 = Fma.MultiplyAdd(s, u, a2);
            b2 = Fma.MultiplyAdd(s, v, b2);
            s = Avx.BroadcastScalarToVector256(x + 3);
            a3 = Fma.MultiplyAdd(s, u, a3);
            b3 = Fma.MultiplyAdd(s, v, b3);
            x += xStep;
            dy += dyStep;
        }

        Avx.Store(acc, a0);
        Avx.Store(acc + 8, b0);
        Avx.Store(acc + 16, a1);
        Avx.Store(acc + 24, b1);
        Avx.Store(acc + 32, a2);
        Avx.Store(acc + 40, b2);
        Avx.Store(acc + 48, a3);
        Avx.Store(acc + 56, b3);
    }
}
