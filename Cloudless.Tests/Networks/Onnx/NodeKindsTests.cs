using Cloudless.Inference.Cpu;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Cloudless.Tests.Networks.Onnx;

/// <summary>Every node as ONNX: computed by ONNX Runtime as its definition reads, and read back as the same node.</summary>
[TestFixture]
public class NodeKindsTests
{
    private static IEnumerable<string> Names => NodeGraphs.Names;

    [TestCaseSource(nameof(Names))]
    public void Runtime_computes_what_the_definition_says_for_any_number_of_dates(string name)
    {
        NetworkGraph graph = NodeGraphs.Make(name);
        using var session = new InferenceSession(OnnxWriter.ToBytes(OnnxGraphWriter.Write(graph, null)));
        foreach (int dates in new[] { 1, 3, 5 })
        {
            Block input = NodeGraphs.Input(graph, dates);
            Block[] expected = SeriesReference.Run(graph, input);
            using OrtValue source = OrtValue.CreateTensorValueFromMemory(input.Values.Select(v => (float)v).ToArray(), [.. input.Sizes.Select(s => (long)s)]);
            using var run = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> found = session.Run(run, ["x"], [source], [.. graph.Outputs.Select(o => o.Name)]);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.That(found[i].GetTensorTypeAndShape().Shape, Is.EqualTo(expected[i].Sizes.Select(s => (long)s)));

                // Values of the size of 1 to 10, up to 147 products each, in float32.
                Assert.That(found[i].GetTensorDataAsSpan<float>().ToArray(), Is.EqualTo(expected[i].Values).Within(1e-5));
            }
        }
    }

    [TestCaseSource(nameof(Names))]
    public void Graph_comes_back_with_the_same_nodes_names_and_weight_bits(string name)
    {
        NetworkGraph graph = NodeGraphs.Make(name), read = OnnxGraphReader.Read(OnnxGraphWriter.Write(graph, null), "f");
        GraphEquality.Require(read, graph);
        Assert.That(read.Parameters.Select(p => p.Trained), Is.EqualTo(graph.Parameters.Select(p => p.Trained)));
    }

    [TestCaseSource(nameof(Names))]
    public void Own_engine_says_that_it_does_not_know_them(string name) => Assert.That(CpuInferenceEngine.Supports(NodeGraphs.Make(name)), Is.False);

    [Test]
    public void Sizes_of_inputs_and_outputs_have_their_names_in_the_file()
    {
        var frame = OnnxGraphWriter.Write(NodeGraphs.Make("conv3d that halves"), null);
        Assert.That(OnnxShape.Text(frame.Input.Single()), Is.EqualTo("float32 [N,T,3,H,W]"));
        Assert.That(OnnxShape.Text(frame.Output.Single()), Is.EqualTo("float32 [N,T,2,H/2,W/2]"));
    }
}
