using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cloudless.Inference.Cpu;

internal sealed unsafe partial class Avx512Kernels
{
    /// <inheritdoc/>
    public override void Correlate(float* x, nint xStep, int taps, float* dy, nint dyStep, nint dyStride, int pixels, float* soon, float* acc, nint accStride, int panels, bool fresh)
    {
        for (; panels > 0; panels -= 2)
        {
            for (int tap = 0; tap < taps; tap += 8)
            {
                if (panels > 1)
                {
                    CorrelatePair(x + tap, xStep, dy, dyStep, dyStride, pixels, acc + (tap * 16), accStride, fresh);
                }
                else
                {
                    CorrelateOne(x + tap, xStep, dy, dyStep, pixels, acc + (tap * 16), fresh);
                }
            }

            dy += 2 * dyStride;
            acc += 2 * accStride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CorrelatePair(float* x, nint xStep, float* dy, nint dyStep, nint dyStride, int pixels, float* acc, nint accStride, bool fresh)
    {
        float* other = acc + accStride, otherDy = dy + dyStride;
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default, b6 = default, b7 = default;
        if (!fresh)
        {
            a0 = Vector512.Load(acc);
            b0 = Vector512.Load(other);
            a1 = Vector512.Load(acc + 16);
            b1 = Vector512.Load(other + 16);
            a2 = Vector512.Load(acc + 32);
            b2 = Vector512.Load(other + 32);
            a3 = Vector512.Load(acc + 48);
            b3 = Vector512.Load(other + 48);
            a4 = Vector512.Load(acc + 64);
            b4 = Vector512.Load(other + 64);
            a5 = Vector512.Load(acc + 80);
            b5 = Vector512.Load(other + 80);
            a6 = Vector512.Load(acc + 96);
            b6 = Vector512.Load(other + 96);
            a7 = Vector512.Load(acc + 112);
            b7 = Vector512.Load(other + 112);
        }

        for (int pixel = 0; pixel < pixels; pixel++)
        {
            Vector512<float> u = Vector512.Load(dy), v = Vector512.Load(otherDy);
            dy += dyStep;
            otherDy += dyStep;
            Vector512<float> s = Vector512.Create(x[0]);
            a0 = Vector512.FusedMultiplyAdd(s, u, a0);
            b0 = Vector512.FusedMultiplyAdd(s, v, b0);
            s = Vector512.Create(x[1]);
            a1 = Vector512.FusedMultiplyAdd(s, u, a1);
            b1 = Vector512.FusedMultiplyAdd(s, v, b1);
            s = Vector512.Create(x[2]);
            a2 = Vector512.FusedMultiplyAdd(s, u, a2);
            b2 = Vector512.FusedMultiplyAdd(s, v, b2);
            s = Vector512.Create(x[3]);
            a3 = Vector512.FusedMultiplyAdd(s, u, a3);
            b3 = Vector512.FusedMultiplyAdd(s, v, b3);
            s = Vector512.Create(x[4]);
            a4 = Vector512.FusedMultiplyAdd(s, u, a4);
            b4 = Vector512.FusedMultiplyAdd(s, v, b4);
            s = Vector512.Create(x[5]);
            a5 = Vector512.FusedMultiplyAdd(s, u, a5);
            b5 = Vector512.FusedMultiplyAdd(s, v, b5);
            s = Vector512.Create(x[6]);
            a6 = Vector512.FusedMultiplyAdd(s, u, a6);
            b6 = Vector512.FusedMultiplyAdd(s, v, b6);
            s = Vector512.Create(x[7]);
            a7 = Vector512.FusedMultiplyAdd(s, u, a7);
            b7 = Vector512.FusedMultiplyAdd(s, v, b7);
            x += xStep;
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
    private static void CorrelateOne(float* x, nint xStep, float* dy, nint dyStep, int pixels, float* acc, bool fresh)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        if (!fresh)
        {
            a0 = Vector512.Load(acc);
            a1 = Vector512.Load(acc + 16);
            a2 = Vector512.Load(acc + 32);
            a3 = Vector512.Load(acc + 48);
            a4 = Vector512.Load(acc + 64);
            a5 = Vector512.Load(acc + 80);
            a6 = Vector512.Load(acc + 96);
            a7 = Vector512.Load(acc + 112);
        }

        for (int pixel = 0; pixel < pixels; pixel++)
        {
            Vector512<float> u = Vector512.Load(dy);
            dy += dyStep;
            Vector512<float> s = Vector512.Create(x[0]);
            a0 = Vector512.FusedMultiplyAdd(s, u, a0);
            s = Vector512.Create(x[1]);
            a1 = Vector512.FusedMultiplyAdd(s, u, a1);
            s = Vector512.Create(x[2]);
            a2 = Vector512.FusedMultiplyAdd(s, u, a2);
            s = Vector512.Create(x[3]);
            a3 = Vector512.FusedMultiplyAdd(s, u, a3);
            s = Vector512.Create(x[4]);
            a4 = Vector512.FusedMultiplyAdd(s, u, a4);
            s = Vector512.Create(x[5]);
            a5 = Vector512.FusedMultiplyAdd(s, u, a5);
            s = Vector512.Create(x[6]);
            a6 = Vector512.FusedMultiplyAdd(s, u, a6);
            s = Vector512.Create(x[7]);
            a7 = Vector512.FusedMultiplyAdd(s, u, a7);
            x += xStep;
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
