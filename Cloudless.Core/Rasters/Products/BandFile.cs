using Cloudless.Imagery;

namespace Cloudless.Rasters.Products;

/// <summary>The file of one band of a scene.</summary>
/// <param name="Band">The band.</param>
/// <param name="Name">The file's name in its product, for messages.</param>
/// <param name="Path">The path by which GDAL opens it.</param>
/// <param name="Profile">Everything but its samples.</param>
/// <param name="Cells">The file cut into windows that follow its blocks, row after row.</param>
internal sealed record BandFile(Sentinel2Band Band, string Name, string Path, RasterProfile Profile, IReadOnlyList<Window> Cells)
{
    /// <summary>Pixels of the scene along a side of this file's pixels; 1 for the finest files.</summary>
    public int Factor { get; init; } = 1;

    /// <summary>Columns of <see cref="Cells"/>.</summary>
    public int CellColumns => (Profile.Width + Cells[0].Width - 1) / Cells[0].Width;

    /// <summary>Opens a file to look at its header.</summary>
    /// <exception cref="UnsupportedProductException">It is damaged, not an image, or not of one band.</exception>
    public static BandFile Open(ProductFiles files, Sentinel2Band band, string name)
    {
        string path = files.PathOf(name);
        files.RequireWhole(name);
        using RasterReader reader = RasterReader.OpenBand(path);
        return reader.Profile.BandCount == 1
            ? new BandFile(band, name, path, reader.Profile, reader.Pieces())
            : throw new UnsupportedProductException($"'{path}' has {reader.Profile.BandCount} bands; expected one, {band.Id} by its name. Name that file itself where it holds all bands.");
    }
}
