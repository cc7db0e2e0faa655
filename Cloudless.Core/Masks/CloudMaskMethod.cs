using System.Text.Json.Serialization;

namespace Cloudless.Masks;

/// <summary>What finds the clouds.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CloudMaskMethod>))]
public enum CloudMaskMethod
{
    /// <summary>The papers' spectral score and shadow test (<see cref="CloudShadowMask"/>): cloud and shadow apart; even a clear image has some shadow.</summary>
    Spectral,

    /// <summary>What the remover repaints (<see cref="RemovalMask"/>): clouds, haze and shadow near them, grown and feathered, as one.</summary>
    Removal,

    /// <summary>s2cloudless with the user's copy of its model (<see cref="S2CloudlessRemovalMask"/>): a probability; shadow is dark land near its clouds.</summary>
    S2Cloudless,
}
