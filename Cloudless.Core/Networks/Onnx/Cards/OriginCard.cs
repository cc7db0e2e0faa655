namespace Cloudless.Networks.Onnx;

/// <summary>Where weights come from that another program trained.</summary>
/// <param name="File">Name of the weight file.</param>
/// <param name="Format">What kind of file it is, e.g. <c>Keras HDF5</c>.</param>
/// <param name="Sha256">SHA-256 of the weight file, 64 lowercase hexadecimal digits.</param>
/// <param name="License">On what terms the weights may be used, as far as it is known.</param>
public sealed record OriginCard(string File, string Format, string Sha256, string License);
