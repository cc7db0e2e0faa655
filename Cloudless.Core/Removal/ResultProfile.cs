using Cloudless.Imagery;

namespace Cloudless.Removal;

/// <summary>What a cloud-free image says of itself: all that the input said, and how its numbers become reflectance.</summary>
internal static class ResultProfile
{
    // Signed DN of reflectance 1.
    private const double Unit = 10000;

    /// <summary>The input's profile with scale and offset of each band (reflectance = stored * scale + offset) and other tags.</summary>
    /// <param name="input">Profile of the image whose numbers are kept.</param>
    /// <param name="radiometry">How they become signed DN.</param>
    /// <param name="tags">Tags in place of the input's.</param>
    public static RasterProfile Of(RasterProfile input, Radiometry radiometry, IReadOnlyDictionary<string, string> tags)
    {
        BandRadiometry[] bands = radiometry.Bands.Count > 0
            ? [.. radiometry.Bands]
            : [.. Enumerable.Repeat(new BandRadiometry(radiometry.Scale, radiometry.Offset), input.BandCount)];
        return input with
        {
            BandScales = [.. bands.Select(b => b.Scale / Unit)],
            BandOffsets = [.. bands.Select(b => b.Offset / Unit)],
            Tags = tags,
        };
    }
}
