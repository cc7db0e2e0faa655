using Cloudless;
using Cloudless.Imagery;
using Cloudless.MLNet;
using Cloudless.MLNet.Files;
using Cloudless.Rasters;

namespace Microsoft.ML;

/// <summary>Rasters in ML.NET's catalog of data: <c>mlContext.Data.LoadFromRasters(...)</c> and <c>SaveAsRasters(...)</c>.</summary>
/// <remarks>Static methods; safe from any thread.</remarks>
public static class CloudlessDataCatalog
{
    /// <summary>Gives the images of a folder as data: see <see cref="ImageFolder"/> for the names that are known.</summary>
    /// <param name="catalog">The catalog of data.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="options">Radiometry, and whether all images have one size; null for the defaults.</param>
    /// <returns>As the other method.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="CloudlessException">There is no such folder, it holds no such file, or a header cannot be read.</exception>
    public static IDataView LoadFromRasters(this DataOperationsCatalog catalog, string folder, RasterLoadOptions? options = null)
    {
        options?.Validate();
        return catalog.LoadFromRasters(ImageFolder.List(folder), options);
    }

    /// <summary>Gives images in files as data, one row for each place.</summary>
    /// <remarks>
    /// <para>Columns: <see cref="CloudlessColumns.Id"/> and <see cref="CloudlessColumns.OpticalPath"/> (text), <see cref="CloudlessColumns.Height"/> and <see cref="CloudlessColumns.Width"/> (Int32),
    /// <see cref="CloudlessColumns.Optical"/> [13,H,W] in signed DN, <see cref="CloudlessColumns.Sar"/> [2,H,W] in dB, brought onto the optical image's grid, and
    /// <see cref="CloudlessColumns.Target"/> [13,H,W] in signed DN. Rows without a SAR image or a cloud-free partner hold NaN there, which
    /// <see cref="SarOpticalStackTransformerOptions.FillMissingSar"/> understands.</para>
    /// <para>Streaming: a file is read when a row's value is asked for, straight into the asker's buffer, and kept by nobody. Any number of cursors may read at once; rows can be shuffled.</para>
    /// </remarks>
    /// <param name="catalog">The catalog of data.</param>
    /// <param name="files">The files of each row.</param>
    /// <param name="options">Radiometry, and whether all images have one size; null for the defaults.</param>
    /// <returns>The data. Reading a row throws <see cref="CloudlessException"/> where its file is missing, damaged, or not what it should be.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="CloudlessException">A header cannot be read.</exception>
    public static IDataView LoadFromRasters(this DataOperationsCatalog catalog, IEnumerable<ImageFiles> files, RasterLoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(files);
        options ??= new RasterLoadOptions();
        options.Validate();
        return RasterDataView.Over([.. files], options);
    }

    /// <summary>Writes a column of images as GeoTIFFs, one for each row, row after row as they are computed.</summary>
    /// <remarks>
    /// A 13-band image has the grid, the sample type, the nodata value, the band names and the tags of the raster that its row names, and the stored numbers of
    /// all samples that did not change; other images (masks, scores, stacks) have its grid, and no nodata value. Each file appears whole or not at all.
    /// </remarks>
    /// <param name="catalog">The catalog of data.</param>
    /// <param name="data">The data; its rows name their rasters, as those of <see cref="LoadFromRasters(DataOperationsCatalog, string, RasterLoadOptions?)"/> do.</param>
    /// <param name="folder">Where the files go; made where it is missing.</param>
    /// <param name="columnName">Column with the images, vector of <see cref="float"/>, [C,H,W].</param>
    /// <param name="options">Names, radiometry and layout; null for the defaults.</param>
    /// <returns>The paths of the files, in the order of the rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type; in ML.NET's words.</exception>
    /// <exception cref="OutputExistsException">A file exists and must not be replaced.</exception>
    /// <exception cref="CloudlessException">Two rows have one id, an id names no file, or a file cannot be read or written.</exception>
    public static IReadOnlyList<string> SaveAsRasters(
        this DataOperationsCatalog catalog, IDataView data, string folder, string columnName = CloudlessColumns.CloudFree, RasterSaveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new RasterSaveOptions();
        options.Validate();
        return RasterSaver.Save(data, folder, columnName, options);
    }
}
