using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Tests.Networks.Onnx;

/// <summary>Graphs as other programs write them.</summary>
[TestFixture]
public class OnnxReaderTests
{
    private readonly GraphProto _graph = new();

    [SetUp]
    public void MakeGraph()
    {
        GraphProto frame = OnnxGraphWriter.Write(TestModels.Make(sar: false).Graph, null);
        _graph.Node.Clear();
        _graph.Initializer.Clear();
        _graph.Input.Clear();
        _graph.Output.Clear();
        _graph.Input.Add(frame.Input);
        _graph.Output.Add(frame.Output);
    }

    [Test]
    public void Convolution_without_bias_and_with_automatic_padding_is_read()
    {
        _graph.Initializer.Add(OnnxTensor.From("w", [13, 13, 3, 3], Enumerable.Repeat(1f, 13 * 13 * 9).ToArray()));
        NodeProto conv = Node("Conv", "cloud_free", "sar_optical", "w");
        conv.Attribute.Add(new AttributeProto { Name = "auto_pad", S = Google.Protobuf.ByteString.CopyFromUtf8("SAME_UPPER") });
        NetworkGraph graph = Read();
        Assert.That(graph.Parameters[1].Values, Is.EqualTo(new float[13]));
        Assert.That(graph.Halo, Is.EqualTo(1));
    }

    [Test]
    public void Constants_may_come_from_nodes_stand_left_and_lie_in_typed_fields()
    {
        var typed = new TensorProto { DataType = OnnxTensor.Float32 };
        typed.FloatData.Add(0.5f);
        NodeProto constant = Node("Constant", "half");
        constant.Attribute.Add(new AttributeProto { Name = "value", T = typed });
        Node("Mul", "cloud_free", "half", "sar_optical");
        Assert.That(Read().Nodes.Single(), Is.EqualTo(new ScaleNode("cloud_free", "sar_optical", 0.5f)).Using<GraphNode>((a, b) => a.ToString() == b.ToString()));
    }

    [Test]
    public void Product_that_something_else_takes_too_is_not_merged_into_the_sum()
    {
        float[] ones = [.. Enumerable.Repeat(1f, 13)];
        _graph.Initializer.Add(OnnxTensor.From("c", [1, 13, 1, 1], ones));
        Node("Mul", "product", "sar_optical", "c");
        Node("Add", "shifted", "product", "c");
        Node("Add", "cloud_free", "shifted", "product");
        Assert.That(Read().Nodes.Select(n => n.Output), Is.EqualTo(new[] { "product", "shifted", "cloud_free" }));
    }

    [Test]
    public void Slice_counts_negative_places_from_the_end()
    {
        string[] constants = ["starts", "ends", "axes"];
        foreach ((string name, long value) in constants.Zip([-5L, long.MaxValue, -3L]))
        {
            _graph.Initializer.Add(OnnxTensor.From(name, [value]));
        }

        Node("Slice", "part", ["sar_optical", .. constants]);
        _graph.Output[0].Name = "part";
        Assert.That(Read().Nodes.Single(), Is.InstanceOf<SliceChannelsNode>().With.Property("First").EqualTo(8).And.Property("Count").EqualTo(5));
    }

    [Test]
    public void Clip_without_an_upper_bound_leaves_it_open()
    {
        _graph.Initializer.Add(OnnxTensor.From("zero", [], [0f]));
        Node("Clip", "cloud_free", "sar_optical", "zero");
        Assert.That(((ClampNode)Read().Nodes.Single()).Maximum, Is.All.EqualTo(float.PositiveInfinity));
    }

    [TestCase("Softsign", "Softsign")]
    [TestCase("Max", "does not join")]
    [TestCase("Constant", "Constant")]
    public void Operation_that_no_node_can_say_is_named(string operation, string named)
    {
        Node(operation, "cloud_free", "sar_optical", "sar_optical");
        Assert.That(Read, Throws.TypeOf<UnreadableGraphException>().With.Message.Contains(named).And.Message.Contains("cloud_free"));
    }

    [TestCase("strides", 3)]
    [TestCase("dilations", 2)]
    [TestCase("pads", 0)]
    public void Convolution_that_changes_the_size_or_steps_is_named(string attribute, int value)
    {
        (NetworkGraph graph, _) = TestModels.Make(sar: false);
        GraphProto proto = OnnxGraphWriter.Write(graph, null);
        Google.Protobuf.Collections.RepeatedField<long> values = proto.Node.First(n => n.OpType == "Conv").Attribute.Single(a => a.Name == attribute).Ints;
        for (int i = 0; i < values.Count; i++)
        {
            values[i] = value;
        }

        Assert.That(() => OnnxGraphReader.Read(proto, "f"), Throws.TypeOf<UnreadableGraphException>().With.Message.Contains("'head'"));
    }

    [TestCase(new long[0], true)]
    [TestCase(new long[] { 0, 0, 0, 0 }, true)]
    [TestCase(new long[] { 1, 1, 1, 1 }, false)]
    public void One_by_one_convolution_keeps_the_size_only_without_padding(long[] pads, bool read)
    {
        _graph.Initializer.Add(OnnxTensor.From("w", [13, 13, 1, 1], new float[169]));
        NodeProto conv = Node("Conv", "cloud_free", "sar_optical", "w");
        if (pads.Length > 0)
        {
            conv.Attribute.Add(new AttributeProto { Name = "pads", Type = AttributeProto.Types.AttributeType.Ints, Ints = { pads } });
        }

        Assert.That(Read, read ? Throws.Nothing : Throws.TypeOf<UnreadableGraphException>().With.Message.Contains("pad"));
    }

    [Test]
    public void Weight_shared_by_two_convolutions_is_named()
    {
        _graph.Initializer.Add(OnnxTensor.From("w", [13, 13, 1, 1], new float[169]));
        Node("Conv", "first", "sar_optical", "w");
        Node("Conv", "cloud_free", "first", "w");
        Assert.That(Read, Throws.TypeOf<UnreadableGraphException>().With.Message.Contains("'w'"));
    }

    [Test]
    public void Node_that_takes_a_value_nobody_made_is_named()
    {
        Node("Relu", "cloud_free", "nowhere");
        Assert.That(Read, Throws.TypeOf<UnreadableGraphException>().With.Message.Contains("'nowhere'"));
    }

    private NodeProto Node(string operation, string output, params string[] inputs)
    {
        var node = new NodeProto { OpType = operation };
        node.Input.Add(inputs);
        node.Output.Add(output);
        _graph.Node.Add(node);
        return node;
    }

    private NetworkGraph Read() => OnnxGraphReader.Read(_graph, "file.onnx");
}
