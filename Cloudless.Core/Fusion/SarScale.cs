using System.Text.Json.Serialization;

namespace Cloudless.Fusion;

/// <summary>Unit of a SAR image.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SarScale>))]
public enum SarScale
{
    /// <summary>Decided by the values; what was seen is in the <see cref="SarReport"/>.</summary>
    Auto,

    /// <summary>10 log10 of sigma0 or gamma0, in dB: mostly negative.</summary>
    Decibel,

    /// <summary>Linear power (sigma0 or gamma0): never negative, mostly below 1.</summary>
    Linear,
}
