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
        for (; taps > 4; taps -= 6)
        {
            Sse.Prefetch0(acc + 192);
            Sse.Prefetch0(acc + 208);
            Sse.Prefetch0(acc + 224);
            Sse.Prefetch0(acc + 240);
            Sse.Prefetch0(acc + 256);
            Sse.Prefetch0(acc + 272);
            Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
            Vector256<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
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
                a4 = Avx.LoadVector256(acc + 64);
                b4 = Avx.LoadVector256(acc + 72);
                a5 = Avx.LoadVector256(acc + 80);
                b5 = Avx.LoadVector256(acc + 88);
            }

            float* p = x, q = dy;
            int left = pixels;
            for (; left > 3; left -= 4)
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

            for (; left > 0; left--)
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
            acc += 96;
            x += 6;
        }

        if (taps > 0)
        {
            CorrelateFour(x, xStep, dy, dyStep, pixels, acc, fresh);
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
