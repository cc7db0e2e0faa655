using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Removal;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.MLNet.Files;

/// <summary>Images in files as data; nothing but names and sizes is held.</summary>
/// <remarks>Immutable, thread-safe; cursors are not, but each may be read by a thread of its own.</remarks>
internal sealed class RasterDataView : IDataView
{
    private RasterDataView(IReadOnlyList<ImageFiles> files, Radiometry radiometry, ImageSize? size)
    {
        (Files, Radiometry, Size) = (files, radiometry, size);
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(CloudlessColumns.Id, TextDataViewType.Instance);
        schema.AddColumn(CloudlessColumns.OpticalPath, TextDataViewType.Instance);
        schema.AddColumn(CloudlessColumns.Height, NumberDataViewType.Int32);
        schema.AddColumn(CloudlessColumns.Width, NumberDataViewType.Int32);
        schema.AddColumn(CloudlessColumns.Optical, TypeOf(Sentinel2Band.Count));
        schema.AddColumn(CloudlessColumns.Sar, TypeOf(SarOpticalStack.SarBands));
        schema.AddColumn(CloudlessColumns.Target, TypeOf(Sentinel2Band.Count));
        Schema = schema.ToSchema();
    }

    /// <inheritdoc/>
    public bool CanShuffle => true;

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <summary>The files of each row.</summary>
    public IReadOnlyList<ImageFiles> Files { get; }

    /// <summary>How stored numbers become signed DN.</summary>
    public Radiometry Radiometry { get; }

    /// <summary>The size of all images; null where each row tells its own.</summary>
    public ImageSize? Size { get; }

    /// <summary>Makes data of files.</summary>
    /// <exception cref="CloudlessException">A header cannot be read.</exception>
    public static RasterDataView Over(IReadOnlyList<ImageFiles> files, RasterLoadOptions options) =>
        new(files, options.Radiometry, options.Size ?? (options.VariableSize ? null : CommonSize(files, options.Radiometry)));

    /// <inheritdoc/>
    public long? GetRowCount() => Files.Count;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new RasterCursor(this, Active(columnsNeeded), Order(rand), 0, 1);

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        bool[] active = Active(columnsNeeded);
        int[] order = Order(rand);
        int count = Math.Clamp(n, 1, Math.Max(1, Files.Count));
        return [.. Enumerable.Range(0, count).Select(first => new RasterCursor(this, active, order, first, count))];
    }

    private static ImageSize? CommonSize(IReadOnlyList<ImageFiles> files, Radiometry radiometry)
    {
        ImageSize? common = null;
        foreach (ImageFiles row in files)
        {
            using var reader = new ImageFilesReader(row, radiometry);
            ImageSize size = reader.Size;
            if (common is { } before && before != size)
            {
                return null;
            }

            common = size;
        }

        return common;
    }

    private VectorDataViewType TypeOf(int channels) => Size is { } size
        ? new VectorDataViewType(NumberDataViewType.Single, channels, size.Height, size.Width)
        : new VectorDataViewType(NumberDataViewType.Single);

    private bool[] Active(IEnumerable<DataViewSchema.Column> columns)
    {
        bool[] active = new bool[Schema.Count];
        foreach (DataViewSchema.Column column in columns)
        {
            active[column.Index] = true;
        }

        return active;
    }

    private int[] Order(Random? random)
    {
        int[] order = [.. Enumerable.Range(0, Files.Count)];
        random?.Shuffle(order);
        return order;
    }
}
