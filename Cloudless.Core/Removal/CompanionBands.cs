using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Rasters;

namespace Cloudless.Removal;

/// <summary>Single-band files on the grid of an image, written beside it.</summary>
internal static class CompanionBands
{
    private static readonly PaletteEntry[] ChangedColors = [new(0, 0, 0, 0, Alpha: 0), new(1, 255, 140, 0)];

    /// <summary>The network's share in each pixel: float32, 0..1.</summary>
    public static RasterProfile Weight(RasterProfile grid) => On(grid, SampleType.Float32, "network share");

    /// <summary>What the detector of clouds says: float32, 0..1.</summary>
    /// <param name="grid">The image's profile.</param>
    /// <param name="name">What that is: <see cref="ScoreName"/>.</param>
    public static RasterProfile Score(RasterProfile grid, string name) => On(grid, SampleType.Float32, name);

    /// <summary>What a detector's score is.</summary>
    public static string ScoreName(DetectorKind detector) => detector == DetectorKind.Spectral ? "cloud score" : "cloud probability";

    /// <summary>Where a sample of any band differs from the input's: uint8, 0 or 1.</summary>
    public static RasterProfile Changed(RasterProfile grid) => On(grid, SampleType.UInt8, "0 as in the input, 1 changed");

    /// <summary>How <see cref="Changed"/> is laid out: with colors, and overviews that hold 0 and 1 alone.</summary>
    public static RasterWriteOptions ChangedLayout(RasterWriteOptions layout) =>
        layout with { ColorTable = ChangedColors, OverviewResampling = OverviewResampling.Nearest };

    /// <summary>The standard deviation that the model expects of each sample of the image: uint16, DN, 0 where nothing was painted; a band for each band of the image.</summary>
    public static RasterProfile Uncertainty(RasterProfile grid) => On(grid, SampleType.UInt16, "standard deviation") with
    {
        BandCount = grid.BandCount,
        BandNames = [.. Enumerable.Range(0, grid.BandCount).Select(b => b < grid.BandNames.Count && grid.BandNames[b] is { Length: > 0 } name ? $"{name} standard deviation" : "standard deviation")],
    };

    private static RasterProfile On(RasterProfile grid, SampleType type, string name) => new()
    {
        Width = grid.Width,
        Height = grid.Height,
        BandCount = 1,
        SampleType = type,
        Crs = grid.Crs,
        Transform = grid.Transform,
        BandNames = [name],
    };
}
