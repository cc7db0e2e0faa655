using Cloudless.Fusion;
using Cloudless.Imagery;

namespace Cloudless.Removal;

/// <summary>SAR as the network takes it.</summary>
/// <param name="Decibel">[2,H,W], dB without gaps; null for a network without SAR.</param>
/// <param name="Report">What was found in the image; null where none was used.</param>
/// <param name="Notes">What to tell the user.</param>
internal sealed record PreparedSar(Raster<float>? Decibel, SarReport? Report, IReadOnlyList<string> Notes)
{
    /// <summary>What was measured, as the network takes it; null where there is only the fill, or nothing.</summary>
    public Raster<float>? Measured => Report is null ? null : Decibel;
}
