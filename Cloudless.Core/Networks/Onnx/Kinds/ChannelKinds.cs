using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Networks.Onnx.Kinds;

/// <summary>Choosing and joining channels: Slice, Concat.</summary>
internal static class ChannelKinds
{
    public static void Write(OnnxGraphWriter writer, SliceChannelsNode node) => writer.Op("Slice", node.Output, node.Input,
        writer.Constant(node.Output + ".starts", node.First), writer.Constant(node.Output + ".ends", node.First + node.Count),
        writer.Constant(node.Output + ".axes", 1), writer.Constant(node.Output + ".steps", 1));

    public static void ReadSlice(OnnxGraphReader reader, NodeProto node)
    {
        long? One(int index) => OnnxGraphReader.Given(node, index) is { } name && reader.Constants.Integers(name) is [var value] ? value : null;
        int channels = reader.Shape(node).Channels;
        if (One(1) is not { } start || One(2) is not { } end || !IsChannels(reader, node, One(3)) || (OnnxGraphReader.Given(node, 4) is not null && One(4) != 1))
        {
            throw UnreadableGraphException.Of(node, "is not one constant range of channels");
        }

        // ONNX counts negative places from the end and cuts off those outside.
        int Place(long place) => (int)Math.Clamp(place < 0 ? place + channels : place, 0, channels);
        reader.Builder.SliceChannels(node.Output[0], reader.Value(node, 0), Place(start), Place(end) - Place(start));
    }

    public static void ReadConcat(OnnxGraphReader reader, NodeProto node)
    {
        if (node.Input.Count != 2 || !IsChannels(reader, node, node.Number("axis", 0)))
        {
            throw UnreadableGraphException.Of(node, "does not join the channels of two values");
        }

        reader.Builder.Concat(node.Output[0], reader.Value(node, 0), reader.Value(node, 1));
    }

    private static bool IsChannels(OnnxGraphReader reader, NodeProto node, long? axis) =>
        axis == 1 || axis == (reader.Shape(node).Kind == ValueKind.Sequence ? -4 : -3);
}
