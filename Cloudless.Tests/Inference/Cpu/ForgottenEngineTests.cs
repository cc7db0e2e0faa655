using System.Diagnostics;
using System.Runtime.CompilerServices;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Inference.Cpu;
using Cloudless.Networks;

namespace Cloudless.Tests.Inference.Cpu;

[TestFixture]
public class ForgottenEngineTests
{
    [Test]
    public void An_engine_that_nobody_disposes_gives_its_threads_back_when_it_is_collected()
    {
        int before = Threads();
        Assert.That(ThreadsWith(20), Is.GreaterThan(before + 30), "the engines have threads while they live");
        GC.Collect();
        GC.WaitForPendingFinalizers();
        // Other threads of the process come and go; 60 of the engines' would stay.
        Assert.That(Threads(), Is.LessThan(before + 20));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ThreadsWith(int engines)
    {
        NetworkGraph graph = DSen2Cr.Build(new DSen2CrOptions { Features = 4, Blocks = 1, Sar = false });
        CpuInferenceEngine[] made = [.. Enumerable.Range(0, engines).Select(_ => new CpuInferenceEngine(graph, new ExecutionOptions { Threads = 4 }))];
        made[0].Run(new float[13 * 64], new TensorShape(1, 13, 8, 8), new float[13 * 64]);
        int threads = Threads();
        GC.KeepAlive(made);
        return threads;
    }

    private static int Threads()
    {
        using var me = Process.GetCurrentProcess();
        return me.Threads.Count;
    }
}
