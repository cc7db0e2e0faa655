using Cloudless.Imagery;

namespace Cloudless.Rasters.Products;

/// <summary>What an optical scene does not tell about itself.</summary>
public sealed record OpticalSourceOptions
{
    /// <summary>How stored numbers become signed DN.</summary>
    public RadiometryChoice Radiometry { get; init; } = RadiometryChoice.Auto;

    /// <summary>How coarser bands are brought to the grid of the finest.</summary>
    public BandResampling Resampling { get; init; } = BandResampling.Bilinear;

    /// <summary>
    /// The bands of a single file in its order (<c>B02</c>, <c>B8A</c> ...; <c>-</c> for one that is left aside); null to go by the names in the file, and
    /// where it has none by the order of <see cref="Sentinel2Band.All"/>.
    /// </summary>
    public IReadOnlyList<string>? Bands { get; init; }

    /// <summary>The tile to take of a product that holds several, e.g. <c>T31TDH</c>; null where it holds one.</summary>
    public string? Tile { get; init; }

    /// <summary>The other files of a scene that is given as a list of files of one band each; empty as a rule.</summary>
    public IReadOnlyList<string> OtherFiles { get; init; } = [];
}
