using System.Text.Json.Serialization;

namespace Cloudless.Masks;

/// <summary>What a mask says about a pixel.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CloudMaskOutput>))]
public enum CloudMaskOutput
{
    /// <summary>A value of <see cref="PixelClass"/>: 0 clear, 1 cloud, 2 shadow, 255 nodata.</summary>
    Class,

    /// <summary>0..1, not calibrated: the cloud score, or with <see cref="CloudMaskMethod.Removal"/> the weight of repainting. 0 on nodata.</summary>
    Score,

    /// <summary>0..1, calibrated: <see cref="CloudMaskMethod.S2Cloudless"/> alone gives one; asking another method for it is refused. 0 on nodata.</summary>
    Probability,
}
