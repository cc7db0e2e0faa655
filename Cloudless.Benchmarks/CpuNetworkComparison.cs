using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Inference.Cpu;
using Cloudless.Networks;
using Cloudless.Training.Engines;
using Cloudless.Training.Engines.Cpu;
using Cloudless.Training.Losses;

namespace Cloudless.Benchmarks;

/// <summary>How near the CPU engine comes to what the machine's multiply-add units can do: layers, the whole published network.</summary>
internal sealed unsafe class CpuNetworkComparison : IComparison
{
    private readonly record struct Rates(double Wall, double Busy, double Seconds);

    private int _threads = Environment.ProcessorCount;
    private int _repeats = 5;
    private string _rows = "";

    /// <inheritdoc/>
    public string Verb => "network";

    /// <inheritdoc/>
    public string Summary => "CPU engine against the register-only peak: layers, training steps, the published network: [threads] [repeats] [row]";

    /// <inheritdoc/>
    public int Run(string[] arguments)
    {
        if ((arguments.Length > 0 && !int.TryParse(arguments[0], out _threads)) || (arguments.Length > 1 && !int.TryParse(arguments[1], out _repeats))
            || _threads < 1 || _repeats < 1)
        {
            Console.Error.WriteLine("usage: network [threads] [repeats] [part of a row's name]");
            return 2;
        }

        _rows = arguments.ElementAtOrDefault(2) ?? "";

        Console.WriteLine($"{ConvolutionKernels.Best} kernels, {_threads} threads, best of {_repeats}; GFLOP/s count multiply and add of the graph's own convolutions");
        Rates peak = Peak();
        Console.WriteLine($"{"",-42}  GFLOP/s by the clock  by processor time");
        Print("register-only peak", peak, peak);
        foreach ((int features, int side, int n) in new[] { (32, 128, 8), (64, 128, 8), (256, 256, 1) })
        {
            NetworkGraph layer = Layer(features);
            Report($"3x3 {features} -> {features}, [{n},{features},{side},{side}]", layer, new TensorShape(n, features, side, side), peak);
        }

        Report("DSen2-CR F=32 B=4, [8,15,128,128]", Network(32, 4), new TensorShape(8, 15, 128, 128), peak);
        ReportStep("training step F=32 B=4, [8,15,128,128]", 32, 4, new TensorShape(8, 15, 128, 128), peak);
        ReportStep("training step F=64 B=8, [8,15,128,128]", 64, 8, new TensorShape(8, 15, 128, 128), peak);
        Report("DSen2-CR F=256 B=16, [1,15,256,256]", Network(256, 16), new TensorShape(1, 15, 256, 256), peak);
        return 0;
    }

    // Eight 3x3 layers in a row, so that copying in and out weighs little.
    private static NetworkGraph Layer(int features)
    {
        var b = new NetworkGraphBuilder();
        string x = b.Input("x", features);
        for (int i = 0; i < 8; i++)
        {
            x = b.Relu($"relu{i}", b.Conv2d($"conv{i}", x, features));
        }

        b.Output(x);
        NetworkGraph graph = b.Build();
        HeUniform.Initialize(graph, 1);
        return graph;
    }

    private static NetworkGraph Network(int features, int blocks)
    {
        NetworkGraph graph = DSen2Cr.Build(new DSen2CrOptions { Features = features, Blocks = blocks });
        HeUniform.Initialize(graph, 1);
        return graph;
    }

    private void Report(string what, NetworkGraph graph, TensorShape shape, Rates peak)
    {
        if (!what.Contains(_rows, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        using var engine = new CpuInferenceEngine(graph, new ExecutionOptions { Threads = _threads });
        float[] input = new float[shape.Length], output = new float[(shape with { C = engine.OutputChannels }).Length];
        Array.Fill(input, 0.5f);
        engine.Run(input, shape, output);
        Print(what, Measure(2 * Multiplies(graph, shape), () => engine.Run(input, shape, output)), peak);
    }

    private void ReportStep(string what, int features, int blocks, TensorShape shape, Rates peak)
    {
        if (!what.Contains(_rows, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        NetworkGraph graph = Network(features, blocks);
        using var engine = new CpuTrainingEngine(graph, _threads);
        var random = new SeededRandom(1);
        float[] input = [.. Enumerable.Range(0, (int)shape.Length).Select(_ => (float)random.NextDouble(0, 5000))];
        var batch = new TrainingBatch(
            shape, input, new float[(shape with { C = 13 }).Length], new byte[shape.N * shape.H * shape.W]);
        engine.Step(batch, PixelLoss.Carl(), 1e-6);

        // Forward, weights and inputs; the head's input needs no gradient.
        long head = (long)shape.C * features * 9 * shape.N * shape.H * shape.W;
        Print(what, Measure((6 * Multiplies(graph, shape)) - (2 * head), () => engine.Step(batch, PixelLoss.Carl(), 1e-6)), peak);
    }

    private static long Multiplies(NetworkGraph graph, TensorShape shape) =>
        graph.Parameters.Where(p => p.Shape.Count == 4).Sum(p => (long)p.Values.Length) * shape.N * shape.H * shape.W;

    private static void Print(string what, Rates rates, Rates peak) => Console.WriteLine(
        $"{what,-42}{rates.Wall,9:0.0} {rates.Wall / peak.Wall,6:0 %}{rates.Busy,9:0.0} {rates.Busy / peak.Busy,6:0 %}{rates.Seconds * 1000,11:0.0} ms");

    // A busy machine takes processors away: operations per second of processor time tell what the kernels do when they run.
    private Rates Measure(long operations, Action action)
    {
        double wall = double.MaxValue, busy = double.MaxValue;
        for (int i = 0; i < _repeats; i++)
        {
            TimeSpan used = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            action();
            wall = Math.Min(wall, Stopwatch.GetElapsedTime(start).TotalSeconds);
            busy = Math.Min(busy, (Environment.CpuUsage.TotalTime - used).TotalSeconds);
        }

        return new Rates(1e-9 * operations / wall, 1e-9 * operations * _threads / busy, wall);
    }

    private Rates Peak()
    {
        const int Loops = 20_000_000;
        int width = ConvolutionKernels.Best switch { KernelSet.Avx512 => 16, KernelSet.Avx2 => 8, _ => 4 };
        return Measure(24L * width * Loops * _threads, () => Parallel.For(0, _threads, new ParallelOptions { MaxDegreeOfParallelism = _threads }, _ =>
        {
            float sum = width switch { 16 => Spin512(Loops), 8 => Spin256(Loops), _ => Spin128(Loops) };
            GC.KeepAlive(sum);
        }));
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
