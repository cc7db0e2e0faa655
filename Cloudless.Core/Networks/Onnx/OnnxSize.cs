namespace Cloudless.Networks.Onnx;

/// <summary>One size in a list that an ONNX graph computes for Reshape: a number, or a size of a value.</summary>
/// <param name="Number">The number, where <paramref name="Of"/> is null.</param>
/// <param name="Of">The value.</param>
/// <param name="Axis">Which of its sizes.</param>
internal readonly record struct OnnxSize(long Number, string? Of = null, int Axis = 0);
