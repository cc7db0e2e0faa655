using Cloudless.Fusion;
using Cloudless.Imagery;

namespace Cloudless.Rasters.Products;

/// <summary>An optical scene as one image on one grid, whatever files hold it. Knows everything but the samples.</summary>
/// <remarks>
/// Bands are always in the order of <see cref="Sentinel2Band.All"/>: 13, or 12 without B10. Samples are as stored; <see cref="Radiometry"/> makes signed DN of them.
/// Safe from any thread; samples are read by one <see cref="OpticalReader"/> per thread.
/// </remarks>
public abstract class OpticalSource : IDisposable
{
    private protected OpticalSource(string name, RasterProfile profile, Radiometry radiometry, IReadOnlyList<string> notes) =>
        (Name, Profile, Radiometry, Notes) = (name, profile, radiometry, notes);

    /// <summary>What was opened, as it was named; for messages.</summary>
    public string Name { get; }

    /// <summary>The scene's grid and what must be preserved on writing: size, sample type, CRS, transform, nodata, band names, tags.</summary>
    public RasterProfile Profile { get; }

    /// <summary>Whether there is a B10: 13 bands, not 12.</summary>
    public bool HasCirrus => Profile.BandCount == Sentinel2Band.Count;

    /// <summary>The bands in the order of the samples.</summary>
    public IReadOnlyList<Sentinel2Band> Bands => HasCirrus ? Sentinel2Band.All : BandSets.WithoutCirrus;

    /// <summary>How the stored numbers become signed DN.</summary>
    public Radiometry Radiometry { get; }

    /// <summary>What was decided, a line each, to print and to record: first the radiometry and why.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The files read.</summary>
    public abstract IReadOnlyList<string> Files { get; }

    /// <summary>The whole scene in parts that follow the files' blocks, so that no block is decoded twice where one after the other is read; from top to bottom.</summary>
    public abstract IReadOnlyList<OpticalPiece> Pieces { get; }

    /// <summary>
    /// Opens a scene: a Sentinel-2 product of Level-1C or Level-2A (folder, its metadata file, a folder in it, or zip archive), a folder with a file for each band, or one image file with
    /// all bands.
    /// </summary>
    /// <param name="path">The folder or file; for an image file also one of GDAL's virtual paths.</param>
    /// <param name="options">What the scene does not tell about itself; null for the defaults.</param>
    /// <exception cref="BandMissingException">A band is missing or there twice.</exception>
    /// <exception cref="RasterMismatchException">Bands or metadata are of different scenes, or grids do not fit into each other.</exception>
    /// <exception cref="UnsupportedProductException">It is damaged, not one product of Sentinel-2, or not an image.</exception>
    /// <exception cref="CloudlessException">It cannot be read.</exception>
    public static OpticalSource Open(string path, OpticalSourceOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new OpticalSourceOptions();
        return ProductFinder.Find(path, options) is { } layout ? BandFilesSource.Open(layout, options) : SingleFileSource.OpenFile(path, options);
    }

    /// <summary>Bands that lie in files of their own, so that several threads can read them without decoding a block twice.</summary>
    internal abstract IReadOnlyList<IReadOnlyList<int>> Apart { get; }

    /// <summary>Opens the files for one thread.</summary>
    /// <exception cref="CloudlessException">A file cannot be opened any more.</exception>
    public abstract OpticalReader OpenReader();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what the source holds.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
