namespace Cloudless.MLNet;

/// <summary>A row with the result of cloud removal: what prediction engines give and <c>CreateEnumerable</c> fills.</summary>
/// <remarks>Works for images of known and of variable size. Height and width are those of the image that went in, which the caller has.</remarks>
public class CloudFreeImage
{
    /// <summary>[13,H,W], planar, band order of <see cref="Imagery.Sentinel2Band.All"/>; signed DN, not clamped; all bands 0 on nodata.</summary>
    public float[] CloudFree { get; set; } = [];
}
