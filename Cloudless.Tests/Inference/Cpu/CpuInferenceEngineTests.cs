using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Inference.Cpu;
using Cloudless.Networks;
using Cloudless.Tests.Networks;

namespace Cloudless.Tests.Inference.Cpu;

[TestFixture]
public class CpuInferenceEngineTests
{
    private static readonly ExecutionOptions TwoThreads = new() { Threads = 2 };

    // The project's demand on every engine, in DN of 0..10000.
    private const double ToleranceDn = 0.5;

    // 0.13 was measured, on noise over the whole range, whose outputs reach 30,000 DN; longer chains of products or a worse transform would show.
    private const double PublishedSizeDn = 0.2;

    [TestCase(1, 0, 1, 1, 1)]
    [TestCase(1, 2, 1, 1, 13)]
    [TestCase(5, 1, 2, 7, 1)]
    [TestCase(16, 1, 1, 16, 16)]
    [TestCase(20, 2, 3, 9, 31)]
    [TestCase(32, 4, 1, 37, 53)]
    [TestCase(50, 1, 2, 3, 100)]
    public void Any_size_of_network_and_image_stays_near_float64(int features, int blocks, int n, int height, int width)
    {
        foreach (bool sar in new[] { true, false })
        {
            NetworkGraph graph = CpuGraphs.DSen2Cr(features, blocks, sar);
            var shape = new TensorShape(n, sar ? 15 : 13, height, width);
            float[] input = CpuGraphs.Scene(shape, 3);
            AssertNear(CpuGraphs.Run(graph, input, shape), Float64Reference.Run(graph, input, shape));
        }
    }

    [Test]
    public void Published_size_stays_near_float64()
    {
        NetworkGraph graph = CpuGraphs.DSen2Cr(256, 16, true);
        var shape = new TensorShape(1, 15, 20, 24);
        float[] input = CpuGraphs.Scene(shape, 4);
        AssertNear(CpuGraphs.Run(graph, input, shape), Float64Reference.Run(graph, input, shape), PublishedSizeDn);
    }

    [Test]
    [NonParallelizable]
    public void Published_size_at_512x512_fits_into_a_gigabyte()
    {
        GC.Collect();
        long before = Environment.WorkingSet;
        NetworkGraph graph = CpuGraphs.DSen2Cr(256, 16, true);
        var shape = new TensorShape(1, 15, 512, 512);
        float[] input = CpuGraphs.Scene(shape, 4), output = new float[13 * shape.H * shape.W];

        // Buffers are kept from run to run, so what is there after a run is the peak.
        using var engine = new CpuInferenceEngine(graph, TwoThreads);
        engine.Run(input, shape, output);
        long used = Environment.WorkingSet - before;
        TestContext.Out.WriteLine($"{used >> 20} MB");
        Assert.That(used, Is.LessThan(1_000_000_000));
    }

    [TestCase(3)]
    [TestCase(5)]
    public void A_core_has_the_bits_of_the_whole_image_wherever_it_lies(int kernel)
    {
        NetworkGraph graph = CpuGraphs.EveryNode(kernel);
        var shape = new TensorShape(2, 20, 41, 52);
        var random = new SeededRandom(11);
        float[] input = [.. Enumerable.Range(0, (int)shape.Length).Select(_ => (float)random.NextDouble(-1, 1))];
        float[] expected = CpuGraphs.Run(graph, input, shape), output = new float[expected.Length];
        using var engine = new CpuInferenceEngine(graph, TwoThreads);
        foreach (Window core in new Window[] { new(7, 5, 1, 1), new(0, 0, 52, 41), new(12, 6, 18, 13), new(51, 40, 1, 1), new(1, 0, 50, 3) })
        {
            Array.Fill(output, float.NaN);
            engine.Run(input, shape, output, core);
            for (int row = 0; row < 2 * 13 * core.Height; row++)
            {
                int at = ((((row / core.Height * shape.H) + core.Row + (row % core.Height)) * shape.W) + core.Column);
                Assert.That(output.AsSpan(at, core.Width).SequenceEqual(expected.AsSpan(at, core.Width)), $"{core}, row {row}");
            }
        }
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(5)]
    public void What_an_earlier_image_left_in_memory_reaches_no_result(int kernel)
    {
        NetworkGraph graph = CpuGraphs.EveryNode(kernel);
        using var engine = new CpuInferenceEngine(graph, TwoThreads);
        TensorShape large = new(1, 20, 40, 50), small = new(2, 20, 13, 17);
        float[] poison = new float[large.Length], input = [.. Enumerable.Range(0, (int)small.Length).Select(i => i % 7 * 0.1f)];
        Array.Fill(poison, float.NaN);
        engine.Run(poison, large, new float[13 * large.H * large.W]);
        float[] output = new float[2 * 13 * small.H * small.W];
        engine.Run(input, small, output);
        Assert.That(output, Is.EqualTo(CpuGraphs.Run(graph, input, small)));
    }

    [Test]
    public void A_node_that_nobody_takes_is_left_out()
    {
        var b = new NetworkGraphBuilder();
        string x = b.Input("x", 3), y = b.Conv2d("y", x, 13);
        b.Relu("unused", b.Conv2d("dead", y, 4));
        b.Output(y);
        NetworkGraph graph = b.Build();
        CpuGraphs.Randomize(graph, 4);
        var shape = new TensorShape(1, 3, 8, 9);
        float[] input = [.. Enumerable.Range(0, (int)shape.Length).Select(i => i % 5 * 0.2f)];
        double[] expected = Float64Reference.Run(graph, input, shape);
        Assert.That(CpuGraphs.Run(graph, input, shape).Select(v => (double)v), Is.EqualTo(expected).Within(1e-5));
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(5)]
    public void Kernel_sizes_and_every_node_kind_stay_near_float64(int kernel)
    {
        NetworkGraph graph = CpuGraphs.EveryNode(kernel);
        var shape = new TensorShape(2, 20, 11, 13);
        var random = new SeededRandom(5);
        float[] input = [.. Enumerable.Range(0, (int)shape.Length).Select(_ => (float)random.NextDouble(-1, 1))];
        double[] expected = Float64Reference.Run(graph, input, shape);

        // Sums of at most 20 * 25 products of values near 1: float32 leaves some 1e-5 of the largest.
        double tolerance = 2e-5 * expected.Max(Math.Abs);
        Assert.That(CpuGraphs.Run(graph, input, shape).Select(v => (double)v), Is.EqualTo(expected).Within(tolerance));
    }

    [Test]
    public void Every_thread_count_and_instruction_set_gives_the_same_bits()
    {
        NetworkGraph graph = CpuGraphs.DSen2Cr(40, 2, true);
        var shape = new TensorShape(2, 15, 19, 45);
        float[] input = CpuGraphs.Scene(shape, 6), expected = CpuGraphs.Run(graph, input, shape, threads: 1);
        Assert.Multiple(() =>
        {
            foreach (int threads in new[] { 2, 3, 7 })
            {
                Assert.That(CpuGraphs.Run(graph, input, shape, threads), Is.EqualTo(expected), $"{threads} threads");
            }

            foreach (KernelSet set in CpuGraphs.TestableSets)
            {
                Assert.That(CpuGraphs.Run(graph, input, shape, 2, set), Is.EqualTo(expected), set.ToString());
            }
        });
    }

    [TestCase(6)]
    [TestCase(18)]
    [TestCase(36)]
    public void Tiles_cut_as_the_engine_asks_have_the_bits_of_the_whole_image(int tile)
    {
        NetworkGraph graph = CpuGraphs.DSen2Cr(24, 2, true);
        var whole = new TensorShape(1, 15, 71, 83);
        float[] input = CpuGraphs.Scene(whole, 7), expected = CpuGraphs.Run(graph, input, whole);
        float[] assembled = new float[expected.Length];
        using var engine = new CpuInferenceEngine(graph, TwoThreads);
        for (int y = 0; y < whole.H; y += tile)
        {
            for (int x = 0; x < whole.W; x += tile)
            {
                CpuGraphs.RunTile(engine, input, whole, y, x, tile, assembled);
            }
        }

        Assert.That(assembled, Is.EqualTo(expected));
    }

    [Test]
    public void Reach_is_a_tile_for_every_layer_of_3x3()
    {
        using var engine = new CpuInferenceEngine(CpuGraphs.DSen2Cr(8, 3, true), TwoThreads);
        Assert.That(engine.Reach(8), Is.EqualTo(new TileReach(6, 6 * 8)));
    }

    [Test]
    public void A_core_outside_the_image_is_refused()
    {
        using var engine = new CpuInferenceEngine(CpuGraphs.DSen2Cr(1, 0, true), TwoThreads);
        float[] input = new float[15 * 12], output = new float[13 * 12];
        Assert.That(
            () => engine.Run(input, new TensorShape(1, 15, 3, 4), output, new Window(2, 0, 3, 3)),
            Throws.ArgumentException.With.Message.Contains("columns 2..4").And.Message.Contains("[1,15,3,4]"));
    }

    [Test]
    public void Changing_shapes_and_coming_back_changes_nothing()
    {
        NetworkGraph graph = CpuGraphs.DSen2Cr(20, 2, true);
        using var engine = new CpuInferenceEngine(graph, TwoThreads);
        TensorShape[] shapes = [new(1, 15, 12, 40), new(3, 15, 5, 6), new(1, 15, 40, 12), new(2, 15, 1, 1), new(1, 15, 12, 40)];
        foreach (TensorShape shape in shapes)
        {
            float[] input = CpuGraphs.Scene(shape, 8), output = new float[shape.N * 13 * shape.H * shape.W];
            engine.Run(input, shape, output);
            Assert.That(output, Is.EqualTo(CpuGraphs.Run(graph, input, shape)), shape.ToString());
        }
    }

    [Test]
    public void Repeated_runs_allocate_nothing()
    {
        NetworkGraph graph = CpuGraphs.DSen2Cr(16, 1, true);
        using var engine = new CpuInferenceEngine(graph, new ExecutionOptions { Threads = 1 });
        var shape = new TensorShape(1, 15, 20, 20);
        float[] input = CpuGraphs.Scene(shape, 9), output = new float[13 * 400];
        engine.Run(input, shape, output);
        long before = GC.GetAllocatedBytesForCurrentThread();
        engine.Run(input, shape, output);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Calls_from_several_threads_do_not_mix()
    {
        NetworkGraph graph = CpuGraphs.DSen2Cr(16, 1, true);
        using var engine = new CpuInferenceEngine(graph, TwoThreads);
        Parallel.For(0, 16, i =>
        {
            var shape = new TensorShape(1, 15, 8 + i, 9);
            float[] input = CpuGraphs.Scene(shape, (ulong)i), output = new float[13 * shape.H * shape.W];
            engine.Run(input, shape, output);
            Assert.That(output, Is.EqualTo(CpuGraphs.Run(graph, input, shape)));
        });
    }

    [Test]
    public void Wrong_lengths_and_shapes_are_refused_by_what_was_found()
    {
        NetworkGraph graph = CpuGraphs.DSen2Cr(4, 0, true);
        using var engine = new CpuInferenceEngine(graph, TwoThreads);
        Assert.Multiple(() =>
        {
            Assert.That(() => engine.Run(new float[13 * 4], new TensorShape(1, 13, 2, 2), new float[13 * 4]),
                Throws.ArgumentException.With.Message.Contains("[1,13,2,2]").And.Message.Contains("[N,15,H,W]"));
            Assert.That(() => engine.Run(new float[15 * 4], new TensorShape(1, 15, 2, 2), new float[13]),
                Throws.ArgumentException.With.Message.Contains("60 and 13").And.Message.Contains("60 and 52"));
        });
    }

    [Test]
    public void Memory_is_shared_between_values_that_do_not_live_together()
    {
        NetworkGraph graph = CpuGraphs.DSen2Cr(256, 16, true);
        BufferPlan plan = BufferPlan.Make(graph, LoweredOp.Lower(graph));

        // Two tensors of 256 channels, and one block each for input and skip: 512x512 then takes 0.6 GB.
        Assert.That(plan.SlotBlocks.Order(), Is.EqualTo(new[] { 1, 16, 16 }).Or.EqualTo(new[] { 1, 1, 16, 16 }));
    }

    private static void AssertNear(float[] actual, double[] expected, double tolerance = ToleranceDn)
    {
        double worst = actual.Zip(expected, (a, e) => Math.Abs(a - e)).Max();
        TestContext.Out.WriteLine($"largest difference {worst:0.0000} DN");
        Assert.That(worst, Is.LessThan(tolerance));
    }
}
