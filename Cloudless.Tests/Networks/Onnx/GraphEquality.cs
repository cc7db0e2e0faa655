using Cloudless.Networks;

namespace Cloudless.Tests.Networks.Onnx;

/// <summary>Whether two graphs have the same nodes, names and weights, to the bit.</summary>
internal static class GraphEquality
{
    public static void Require(NetworkGraph found, NetworkGraph expected)
    {
        Assert.Multiple(() =>
        {
            Assert.That(found.Inputs, Is.EqualTo(expected.Inputs));
            Assert.That(found.Outputs, Is.EqualTo(expected.Outputs));
            Assert.That(found.Nodes.Select(Text), Is.EqualTo(expected.Nodes.Select(Text)));
            Assert.That(found.Parameters.Select(p => p.Name), Is.EqualTo(expected.Parameters.Select(p => p.Name)));
            foreach ((Parameter a, Parameter b) in found.Parameters.Zip(expected.Parameters))
            {
                Assert.That(a.Shape, Is.EqualTo(b.Shape));
                Assert.That(a.Values.Select(BitConverter.SingleToInt32Bits), Is.EqualTo(b.Values.Select(BitConverter.SingleToInt32Bits)));
            }
        });
    }

    // Records compare lists by reference, so nodes are compared as text, without the list of inputs that their other members repeat; "R" of negative zero is -0.
    private static string Text(GraphNode node) => node with { Inputs = null! } switch
    {
        ClampNode n => $"{n.Output} = clamp {n.Input} {string.Join(' ', n.Minimum)} | {string.Join(' ', n.Maximum)}",
        AffineNode n => $"{n.Output} = affine {n.Input} {string.Join(' ', n.Scale)} | {string.Join(' ', n.Shift)}",
        _ => node.ToString(),
    };
}
