namespace Cloudless.Networks;

/// <summary>An input or output of a <see cref="NetworkGraph"/>, float32.</summary>
/// <param name="Name">Name, as in the ONNX file.</param>
/// <param name="Shape">Kind and channels.</param>
public sealed record GraphValue(string Name, ValueShape Shape)
{
    /// <summary>C.</summary>
    public int Channels => Shape.Channels;
}
