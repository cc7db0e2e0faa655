namespace Cloudless.Networks;

/// <summary>An input or output of a <see cref="NetworkGraph"/>: float32 [N,Channels,H,W] with N, H and W free.</summary>
/// <param name="Name">Name, as in the ONNX file.</param>
/// <param name="Channels">C.</param>
public sealed record GraphValue(string Name, int Channels);
