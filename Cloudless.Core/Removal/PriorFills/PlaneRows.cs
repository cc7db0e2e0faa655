using Cloudless.Imagery;

namespace Cloudless.Removal.PriorFills;

/// <summary>The same rows of every channel of an image: the whole of it, or a strip without its halo.</summary>
/// <param name="Data">[C,H,W], planar.</param>
/// <param name="Plane">H*W of the array.</param>
/// <param name="Start">First sample of the rows within a channel.</param>
/// <param name="Count">Samples of the rows within a channel.</param>
internal readonly record struct PlaneRows(float[] Data, int Plane, int Start, int Count)
{
    /// <summary>One channel's rows.</summary>
    public ReadOnlySpan<float> this[int channel] => Data.AsSpan((channel * Plane) + Start, Count);

    /// <summary>All rows of an image.</summary>
    public static PlaneRows Of(Raster<float> image) => new(image.Data, image.PlaneLength, 0, image.PlaneLength);
}
