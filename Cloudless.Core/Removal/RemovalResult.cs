using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Removal.PriorFills;

namespace Cloudless.Removal;

/// <summary>A cloud-free image in memory and how it came about.</summary>
/// <param name="Image">[13,H,W], planar, signed DN. Pixels of weight 0 hold the input's bits, nodata pixels among them; not clamped.</param>
/// <param name="Weight">[1,H,W], 0..1: the network's share in each pixel; 0 on nodata.</param>
/// <param name="Statistics">Tiles and pixels.</param>
/// <param name="Sar">What was found in the SAR image; null where none was used.</param>
/// <param name="Notes">Things to tell the user, e.g. that a SAR image was not used; empty as a rule.</param>
public sealed record RemovalResult(
    Raster<float> Image, Raster<float> Weight, RemovalStatistics Statistics, SarReport? Sar, IReadOnlyList<string> Notes)
{
    /// <summary>
    /// [13,H,W], planar, DN: the standard deviation that the model expects of each value of <see cref="Image"/>, its own times the network's share; 0 where nothing was painted. Null where
    /// <see cref="RemovalOptions.Uncertainty"/> did not ask for it.
    /// </summary>
    public Raster<float>? StandardDeviation { get; init; }

    /// <summary>How the masked pixels were filled before the network saw them; null where the model's card asks for no fill.</summary>
    public PriorFillReport? PriorFill { get; init; }
}
