namespace Cloudless.Networks.Onnx;

/// <summary>An ONNX graph is sound, as far as seen, but says something that no <see cref="GraphNode"/> can; ONNX Runtime may still run it.</summary>
internal sealed class UnreadableGraphException : CloudlessException
{
    public UnreadableGraphException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The error for one operation.</summary>
    public static UnreadableGraphException Of(Schema.NodeProto node, string why) =>
        new($"operation {node.OpType} '{(node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault())}' {why}");
}
