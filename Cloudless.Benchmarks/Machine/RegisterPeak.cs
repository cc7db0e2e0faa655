using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Cloudless.Benchmarks.Paired;
using Cloudless.Inference.Cpu;
using Cloudless.Training.Quantization;

namespace Cloudless.Benchmarks.Machine;

/// <summary>
/// The fastest that the machine's multiply-add units can be: twelve independent chains of fused multiply-adds in registers, no memory at all.
/// Enough chains for units of four cycles' latency that start two a cycle, with some to spare.
/// </summary>
internal sealed class RegisterPeak(int threads)
{
    private const int Chains = 12;
    private const int Loops = 20_000_000;

    private readonly List<double> _measured = [];

    /// <summary>Upper quartile of the measurements so far, GFLOP/s of all threads together; 0 before the first. Not the fastest: a clock that jumped would be believed.</summary>
    public double Gflops => _measured.Count == 0 ? 0 : Spread.Of(_measured).UpperQuartile;

    /// <summary>Measures some times more; each takes some hundredths of a second.</summary>
    public void Measure(int repeats)
    {
        QuietProcess.Await();
        int width = ConvolutionKernels.Best switch { KernelSet.Avx512 => 16, KernelSet.Avx2 => 8, _ => 4 };
        for (int i = 0; i < repeats; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
                GC.KeepAlive(width switch { 16 => Spin512(Loops), 8 => Spin256(Loops), _ => Spin128(Loops) }));
            double operations = 2.0 * Chains * width * Loops * threads;
            _measured.Add(1e-9 * operations / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Spin256(int loops)
    {
        Vector256<float> m = Vector256.Create(0.999f), s = Vector256.Create(1e-3f);
        Vector256<float> a = s, b = s, c = s, d = s, e = s, f = s, g = s, h = s, i = s, j = s, k = s, l = s;
        for (int n = 0; n < loops; n++)
        {
            a = Fma.MultiplyAdd(a, m, s);
            b = Fma.MultiplyAdd(b, m, s);
            c = Fma.MultiplyAdd(c, m, s);
            d = Fma.MultiplyAdd(d, m, s);
            e = Fma.MultiplyAdd(e, m, s);
            f = Fma.MultiplyAdd(f, m, s);
            g = Fma.MultiplyAdd(g, m, s);
            h = Fma.MultiplyAdd(h, m, s);
            i = Fma.MultiplyAdd(i, m, s);
            j = Fma.MultiplyAdd(j, m, s);
            k = Fma.MultiplyAdd(k, m, s);
            l = Fma.MultiplyAdd(l, m, s);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Spin512(int loops)
    {
        Vector512<float> m = Vector512.Create(0.999f), s = Vector512.Create(1e-3f);
        Vector512<float> a = s, b = s, c = s, d = s, e = s, f = s, g = s, h = s, i = s, j = s, k = s, l = s;
        for (int n = 0; n < loops; n++)
        {
            a = Vector512.FusedMultiplyAdd(a, m, s);
            b = Vector512.FusedMultiplyAdd(b, m, s);
            c = Vector512.FusedMultiplyAdd(c, m, s);
            d = Vector512.FusedMultiplyAdd(d, m, s);
            e = Vector512.FusedMultiplyAdd(e, m, s);
            f = Vector512.FusedMultiplyAdd(f, m, s);
            g = Vector512.FusedMultiplyAdd(g, m, s);
            h = Vector512.FusedMultiplyAdd(h, m, s);
            i = Vector512.FusedMultiplyAdd(i, m, s);
            j = Vector512.FusedMultiplyAdd(j, m, s);
            k = Vector512.FusedMultiplyAdd(k, m, s);
            l = Vector512.FusedMultiplyAdd(l, m, s);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Spin128(int loops)
    {
        Vector128<float> m = Vector128.Create(0.999f), s = Vector128.Create(1e-3f);
        Vector128<float> a = s, b = s, c = s, d = s, e = s, f = s, g = s, h = s, i = s, j = s, k = s, l = s;
        for (int n = 0; n < loops; n++)
        {
            a = Vector128.FusedMultiplyAdd(a, m, s);
            b = Vector128.FusedMultiplyAdd(b, m, s);
            c = Vector128.FusedMultiplyAdd(c, m, s);
            d = Vector128.FusedMultiplyAdd(d, m, s);
            e = Vector128.FusedMultiplyAdd(e, m, s);
            f = Vector128.FusedMultiplyAdd(f, m, s);
            g = Vector128.FusedMultiplyAdd(g, m, s);
            h = Vector128.FusedMultiplyAdd(h, m, s);
            i = Vector128.FusedMultiplyAdd(i, m, s);
            j = Vector128.FusedMultiplyAdd(j, m, s);
            k = Vector128.FusedMultiplyAdd(k, m, s);
            l = Vector128.FusedMultiplyAdd(l, m, s);
        }

        return Vector128.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
