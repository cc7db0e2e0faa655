using System.Text.Json.Serialization;

namespace Cloudless.Networks.Onnx;

/// <summary>
/// The windows that a network has to be run on because it looks at a whole image, or so far that no halo would do, or needs sizes of a certain multiple: squares of one side, as it was
/// trained on, of which each gives its middle. They lie on a grid that begins at the image's corner; beyond its edges the image is mirrored. So the result does not depend on tiles.
/// </summary>
/// <param name="Side">H and W of a window in pixels.</param>
/// <param name="Margin">Pixels around the middle that are seen and thrown away.</param>
public sealed record WindowCard(int Side, int Margin)
{
    /// <summary>Side of the middle, which goes into the result.</summary>
    [JsonIgnore]
    public int Core => Side - (2 * Margin);
}
