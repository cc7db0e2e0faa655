using System.Text.Json.Serialization;

namespace Cloudless.Masks;

/// <summary>What finds the clouds that are repainted.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DetectorKind>))]
public enum DetectorKind
{
    /// <summary>The spectral score, cirrus and haze (<see cref="SpectralRemovalMask"/>).</summary>
    Spectral,

    /// <summary>s2cloudless with the user's copy of its model (<see cref="S2CloudlessRemovalMask"/>).</summary>
    S2Cloudless,

    /// <summary>A mask from a file (<see cref="RasterRemovalMask"/>).</summary>
    Raster,
}
