using Cloudless.Imagery;

namespace Cloudless.Rasters.Products;

/// <summary>What an optical scene does not tell about itself.</summary>
public sealed record OpticalSourceOptions
{
    /// <summary>How stored numbers become signed DN.</summary>
    public RadiometryChoice Radiometry { get; init; } = RadiometryChoice.Auto;

    /// <summary>
    /// The bands of a single file in its order (<c>B02</c>, <c>B8A</c> ...; <c>-</c> for one that is left aside); null to go by the names in the file, and
    /// where it has none by the order of <see cref="Sentinel2Band.All"/>.
    /// </summary>
    public IReadOnlyList<string>? Bands { get; init; }
}
