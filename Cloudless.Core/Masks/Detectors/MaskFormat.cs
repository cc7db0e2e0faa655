using System.Text.Json.Serialization;

namespace Cloudless.Masks;

/// <summary>What the values of a mask file mean.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MaskFormat>))]
public enum MaskFormat
{
    /// <summary>Told by the names of file and band: SCL, QA60, else <see cref="Classes"/>.</summary>
    Auto,

    /// <summary>Scene classification of Level-2A, 0..11: cloud 8, 9 and 10 (cirrus), shadow 3, no data 0.</summary>
    Scl,

    /// <summary>Bits of QA60: 10 opaque cloud, 11 cirrus.</summary>
    Qa60,

    /// <summary>0 clear, 1 cloud, 2 shadow, 255 unknown: a mask of 0 and 1, or as <see cref="PixelClass"/>.</summary>
    Classes,
}
