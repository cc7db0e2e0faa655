using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Rasters;

namespace Cloudless.Removal;

/// <summary>Cloud and shadow classes as a GeoTIFF with colors; they are written window by window.</summary>
public static class ClassMaskFile
{
    private static readonly PaletteEntry[] Colors =
    [
        new(PixelClass.Clear, 56, 142, 60),
        new(PixelClass.Cloud, 255, 255, 255),
        new(PixelClass.Shadow, 40, 40, 90),
        new(PixelClass.NoData, 0, 0, 0, Alpha: 0),
    ];

    /// <summary>Begins a file for the classes on the grid of the image they belong to: uint8, 0 clear, 1 cloud, 2 shadow, 255 nodata (declared).</summary>
    /// <param name="path">File to make; it appears whole or not at all.</param>
    /// <param name="grid">Profile of the image; its size, CRS and transform are taken.</param>
    /// <param name="layout">Layout and whether an existing file is replaced; colors and overview resampling are set here.</param>
    /// <returns>The writer, to be committed by the caller.</returns>
    /// <exception cref="OutputExistsException">The file exists and must not be replaced.</exception>
    /// <exception cref="CloudlessException">The file cannot be written.</exception>
    public static RasterWriter Create(string path, RasterProfile grid, RasterWriteOptions layout)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(layout);
        return RasterWriter.Create(path, Profile(grid), Layout(layout));
    }

    /// <summary>Profile of such a file.</summary>
    internal static RasterProfile Profile(RasterProfile grid) => new()
    {
        Width = grid.Width,
        Height = grid.Height,
        BandCount = 1,
        SampleType = SampleType.UInt8,
        Crs = grid.Crs,
        Transform = grid.Transform,
        NoData = PixelClass.NoData,
        BandNames = ["0 clear, 1 cloud, 2 shadow"],
    };

    /// <summary>Its layout: colors, and overviews that mix no classes.</summary>
    internal static RasterWriteOptions Layout(RasterWriteOptions layout) => layout with { ColorTable = Colors, OverviewResampling = OverviewResampling.Nearest };
}
