using System.Text;
using Cloudless.Networks.Onnx.Schema;
using Google.Protobuf;
using Type = Cloudless.Networks.Onnx.Schema.AttributeProto.Types.AttributeType;

namespace Cloudless.Networks.Onnx;

/// <summary>Attributes of ONNX operations: setting and getting them.</summary>
internal static class OnnxAttributes
{
    public static NodeProto With(this NodeProto node, string name, params ReadOnlySpan<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = Type.Ints };
        foreach (long value in values)
        {
            attribute.Ints.Add(value);
        }

        node.Attribute.Add(attribute);
        return node;
    }

    public static NodeProto WithNumber(this NodeProto node, string name, long value) => With(node, new AttributeProto { Name = name, Type = Type.Int, I = value });

    public static NodeProto WithNumber(this NodeProto node, string name, float value) => With(node, new AttributeProto { Name = name, Type = Type.Float, F = value });

    public static NodeProto WithText(this NodeProto node, string name, string value) =>
        With(node, new AttributeProto { Name = name, Type = Type.String, S = ByteString.CopyFromUtf8(value) });

    /// <summary>A whole number; <paramref name="absent"/> where the operation does not have it.</summary>
    public static long Number(this NodeProto node, string name, long absent) => Find(node, name)?.I ?? absent;

    /// <summary>A number.</summary>
    public static float Real(this NodeProto node, string name, float absent) => Find(node, name)?.F ?? absent;

    /// <summary>A text.</summary>
    public static string Text(this NodeProto node, string name, string absent) => Find(node, name)?.S is { } text ? Encoding.UTF8.GetString(text.Span) : absent;

    /// <summary>A list of whole numbers; null where the operation does not have it.</summary>
    public static long[]? Numbers(this NodeProto node, string name) => Find(node, name) is { } attribute ? [.. attribute.Ints] : null;

    private static NodeProto With(NodeProto node, AttributeProto attribute)
    {
        node.Attribute.Add(attribute);
        return node;
    }

    private static AttributeProto? Find(NodeProto node, string name) => node.Attribute.FirstOrDefault(a => a.Name == name);
}
