using System.Text.Json.Serialization;

namespace Cloudless.Masks;

/// <summary>How the values of a mask that somebody hands over are meant.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MaskValues>))]
public enum MaskValues
{
    /// <summary>Values of <see cref="PixelClass"/>: cloud and shadow are covered, clear and nodata are not. Anything else is refused.</summary>
    Class,

    /// <summary>0..1: covered where at least <see cref="RemovalMaskOptions.CloudThreshold"/>; NaN is not covered.</summary>
    Score,

    /// <summary>0..1: the weights themselves, neither grown nor feathered.</summary>
    Weight,
}
