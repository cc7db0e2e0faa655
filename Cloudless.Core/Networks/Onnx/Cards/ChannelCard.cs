namespace Cloudless.Networks.Onnx;

/// <summary>One channel of the input.</summary>
/// <param name="Name">Band, <c>B01</c> to <c>B12</c>, or polarization, <c>VV</c> or <c>VH</c>.</param>
/// <param name="Unit"><c>DN</c> or <c>dB</c>.</param>
/// <param name="Minimum">Lower end of the clip range, in the unit; the clip is inside the network.</param>
/// <param name="Maximum">Upper end of the clip range, in the unit.</param>
/// <param name="MissingFill">
/// Value, in the unit, that fills the whole channel where it is missing; null (default) where the model was not trained with the channel dropped, so that an image without it is refused.
/// </param>
public sealed record ChannelCard(string Name, string Unit, float Minimum, float Maximum, float? MissingFill = null)
{
    /// <summary>Unit of optical channels: top-of-atmosphere reflectance times 10000, offset removed.</summary>
    public const string Dn = "DN";

    /// <summary>Unit of SAR channels: 10 log10 of sigma naught.</summary>
    public const string Decibel = "dB";

    /// <summary>The SAR channels in order: VV, VH.</summary>
    public static IReadOnlyList<string> SarNames { get; } = ["VV", "VH"];
}
