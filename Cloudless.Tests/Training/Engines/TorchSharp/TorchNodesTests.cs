using Cloudless.Networks;
using Cloudless.Tests.Networks;
using Cloudless.Training.Engines.TorchSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace Cloudless.Tests.Training.Engines.TorchSharp;

/// <summary>Every node in TorchSharp, as its definition reads.</summary>
[TestFixture]
internal sealed class TorchNodesTests
{
    private static IEnumerable<string> Names => NodeGraphs.Names;

    [OneTimeSetUp]
    public void Require() => TorchEngines.Require(false);

    [TestCaseSource(nameof(Names))]
    public void Module_computes_what_the_definition_says(string name)
    {
        NetworkGraph graph = NodeGraphs.Make(name);
        using var module = new GraphModule(graph, CPU, ScalarType.Float32);
        module.eval();
        using IDisposable constant = no_grad();
        foreach (int dates in new[] { 1, 4 })
        {
            using var scope = NewDisposeScope();
            Block input = NodeGraphs.Input(graph, dates);
            Block[] expected = SeriesReference.Run(graph, input);
            IReadOnlyList<Tensor> found = module.Outputs(TorchArrays.ToTensor([.. input.Values.Select(v => (float)v)], CPU, [.. input.Sizes.Select(s => (long)s)]));
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.That(found[i].shape, Is.EqualTo(expected[i].Sizes.Select(s => (long)s)));

                // As for ONNX Runtime: up to 147 products in float32.
                Assert.That(TorchArrays.ToArray(found[i]), Is.EqualTo(expected[i].Values).Within(1e-5));
            }
        }
    }

    [Test]
    public void Normalization_takes_the_batch_while_training_and_keeps_a_tenth_of_it()
    {
        NetworkGraph graph = NodeGraphs.Make("norm of sequences");
        HeUniform.Initialize(graph, 1);
        using var module = new GraphModule(graph, CPU, ScalarType.Float32);
        using var scope = NewDisposeScope();
        Block input = NodeGraphs.Input(graph, 4);
        Tensor x = TorchArrays.ToTensor([.. input.Values.Select(v => (float)v)], CPU, [.. input.Sizes.Select(s => (long)s)]), y = module.forward(x);
        Assert.That(TorchArrays.ToArray(y.mean([0, 1, 3, 4])), Is.All.EqualTo(0).Within(1e-5));
        Assert.That(TorchArrays.ToArray(module["y.mean"]), Is.EqualTo(TorchArrays.ToArray(x.mean([0, 1, 3, 4]).mul(0.1))).Within(1e-6));
    }

    [Test]
    public void Gradients_reach_every_trained_parameter()
    {
        foreach (string name in Names.Where(n => NodeGraphs.Make(n).Parameters.Any(p => p.Trained)))
        {
            NetworkGraph graph = NodeGraphs.Make(name);
            using var module = new GraphModule(graph, CPU, ScalarType.Float32);
            using var scope = NewDisposeScope();
            Block input = NodeGraphs.Input(graph, 3);
            Tensor x = TorchArrays.ToTensor([.. input.Values.Select(v => (float)v)], CPU, [.. input.Sizes.Select(s => (long)s)]);
            Tensor[] trained = [.. graph.Parameters.Zip(module.Weights).Where(p => p.First.Trained).Select(p => p.Second)];
            Tensor loss = module.Outputs(x).Select(o => o.square().sum()).Aggregate((a, b) => a.add(b));
            Assert.That(autograd.grad([loss], trained).Select(g => g.abs().sum().ToSingle()), Is.All.GreaterThan(0), name);
        }
    }
}
