using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Networks.Onnx;

/// <summary>Shapes of the inputs and outputs of ONNX graphs.</summary>
internal static class OnnxShape
{
    // More than any network has; keeps a damaged file from asking for huge arrays.
    private const long MaximumChannels = 65536;

    /// <summary>Kind and C of a float32 [N,C,H,W] or [N,T,C,H,W]; null where the value is something else.</summary>
    public static (ValueKind Kind, int Channels)? Of(ValueInfoProto value) => Channels(value) is { } channels ? (ValueKind.Image, channels)
        : value.Type?.TensorType is { ElemType: OnnxTensor.Float32, Shape.Dim: [_, _, { DimValue: >= 1 and <= MaximumChannels and var ofSeries }, _, _] } ? (ValueKind.Series, (int)ofSeries)
        : null;

    /// <summary>Whether all sizes but C are free, of what <see cref="Of"/> knows.</summary>
    public static bool IsFree(ValueInfoProto value) => value.Type?.TensorType?.Shape?.Dim is { } sizes && sizes.Count(s => s.HasDimValue) == 1;

    /// <summary>Type and shape for people, e.g. <c>float32 [N,15,H,W]</c>.</summary>
    public static string Text(ValueInfoProto value)
    {
        if (value.Type?.TensorType is not { } tensor)
        {
            return "not a tensor";
        }

        string type = tensor.ElemType == OnnxTensor.Float32 ? "float32" : $"element type {tensor.ElemType}";
        return tensor.Shape is null
            ? $"{type} of unknown shape"
            : $"{type} [{string.Join(',', tensor.Shape.Dim.Select(d => d.HasDimValue ? $"{d.DimValue}" : d.DimParam is { Length: > 0 } name ? name : "?"))}]";
    }

    // C of a float32 [N,C,H,W].
    private static int? Channels(ValueInfoProto value) =>
        value.Type?.TensorType is { ElemType: OnnxTensor.Float32, Shape.Dim: [_, { DimValue: >= 1 and <= MaximumChannels and var channels }, _, _] }
            ? (int)channels
            : null;
}
