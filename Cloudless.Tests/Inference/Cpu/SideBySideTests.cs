using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Inference.Cpu;
using Cloudless.Networks;
using Cloudless.Tests.Networks.Onnx;

namespace Cloudless.Tests.Inference.Cpu;

[TestFixture]
public class SideBySideTests
{
    private static readonly ExecutionOptions Options = new() { Threads = 4 };

    [Test]
    public void Engines_side_by_side_compute_at_once_and_give_the_bits_of_the_one_they_belong_to()
    {
        using var engine = new CpuInferenceEngine(TestModels.Make(features: 8, blocks: 2).Graph, Options);
        var shape = new TensorShape(1, 15, 41, 37);
        IReadOnlyList<IInferenceEngine> lanes = engine.SideBySide(shape);
        Assert.That(lanes, Has.Count.EqualTo(4));
        float[] input = new float[shape.Length], expected = new float[(shape with { C = 13 }).Length];
        var random = new Random(3);
        for (int i = 0; i < input.Length; i++)
        {
            input[i] = (float)(random.NextDouble() * 4000);
        }

        engine.Run(input, shape, expected);
        float[][] results = [.. lanes.Select(_ => new float[expected.Length])];
        Parallel.For(0, lanes.Count, i => lanes[i].Run(input, shape, results[i]));
        Assert.That(results, Is.All.EqualTo(expected));
        Assert.That(engine.SideBySide(shape), Is.SameAs(lanes));
    }

    [Test]
    public void A_tile_too_large_for_several_and_a_single_thread_leave_one_engine()
    {
        NetworkGraph graph = TestModels.Make(features: 8, blocks: 2).Graph;
        using CpuInferenceEngine many = new(graph, Options), single = new(graph, new ExecutionOptions { Threads = 1 });
        Assert.Multiple(() =>
        {
            Assert.That(many.SideBySide(new TensorShape(1, 15, 8192, 8192)), Is.EqualTo(new[] { many }));
            Assert.That(single.SideBySide(new TensorShape(1, 15, 64, 64)), Is.EqualTo(new[] { single }));
        });
    }

    [Test]
    public void They_end_with_the_engine_they_belong_to()
    {
        var engine = new CpuInferenceEngine(TestModels.Make(features: 8, blocks: 2).Graph, Options);
        var shape = new TensorShape(1, 15, 8, 8);
        IInferenceEngine lane = engine.SideBySide(shape)[0];
        engine.Dispose();
        Assert.Throws<ObjectDisposedException>(() => lane.Run(new float[shape.Length], shape, new float[13 * 64]));
        Assert.Throws<ObjectDisposedException>(() => engine.SideBySide(shape));
    }
}
