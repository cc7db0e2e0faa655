using Cloudless.Imagery;
using Cloudless.MLNet.Binding;
using Cloudless.Removal;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.MLNet.Files;

/// <summary>Writes a column of images as GeoTIFFs.</summary>
internal static class RasterSaver
{
    /// <summary>Reads the rows once and writes a file for each.</summary>
    /// <inheritdoc cref="CloudlessDataCatalog.SaveAsRasters" path="/exception"/>
    public static IReadOnlyList<string> Save(IDataView data, string folder, string columnName, RasterSaveOptions options)
    {
        DataViewSchema.Column image = Find(data.Schema, columnName, t => t is VectorDataViewType v && v.ItemType == NumberDataViewType.Single, "Vector<Single, C, H, W>");
        DataViewSchema.Column id = FindText(data.Schema, options.IdColumnName), path = FindText(data.Schema, options.PathColumnName);
        Directory.CreateDirectory(folder);
        using DataViewRowCursor cursor = data.GetRowCursor([image, id, path]);
        ValueGetter<VBuffer<float>> imageOf = cursor.GetGetter<VBuffer<float>>(image);
        ValueGetter<ReadOnlyMemory<char>> idOf = cursor.GetGetter<ReadOnlyMemory<char>>(id), pathOf = cursor.GetGetter<ReadOnlyMemory<char>>(path);
        var written = new List<string>();
        var ids = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        string suffix = options.Suffix ?? $"_{columnName.ToLowerInvariant()}.tif";
        VBuffer<float> samples = default, dense = default;
        ReadOnlyMemory<char> name = default, source = default;
        while (cursor.MoveNext())
        {
            idOf(ref name);
            RequireFileName($"{name}", ids, options.IdColumnName, cursor.Position);
            pathOf(ref source);
            imageOf(ref samples);
            if (!samples.IsDense)
            {
                samples.CopyToDense(ref dense);
            }

            string file = Path.Combine(folder, name + suffix);
            Write(file, samples.IsDense ? samples.GetValues() : dense.GetValues(), $"{source}", IsOptical(image.Type), options);
            written.Add(file);
        }

        return written;

        // A type with dimensions tells what it is; one without is told by the raster.
        static bool? IsOptical(DataViewType type) => type is VectorDataViewType { Dimensions.Length: > 1 } v ? v.Dimensions.Length == 3 && v.Dimensions[0] == Sentinel2Band.Count : null;
    }

    private static void Write(string file, ReadOnlySpan<float> samples, string source, bool? optical, RasterSaveOptions options)
    {
        if (optical ?? IsThirteenPlanes(samples.Length, source, options.Radiometry))
        {
            ImageFilesWriter.WriteOptical(file, samples, source, options.Radiometry, options.Layout);
        }
        else
        {
            ImageFilesWriter.WritePlanes(file, samples, source, options.SampleType, options.Layout);
        }
    }

    private static bool IsThirteenPlanes(int length, string source, Radiometry radiometry)
    {
        using var reader = new ImageFilesReader(Rasters.ImageFiles.Of(source), radiometry);
        return reader.Size.ChannelsIn(length) == Sentinel2Band.Count;
    }

    private static void RequireFileName(string id, HashSet<string> ids, string column, long row)
    {
        if (id.Length == 0 || id.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
        {
            throw new CloudlessException($"Column '{column}' of row {row} holds '{id}', which cannot name a file. Give each row an id without path separators.");
        }

        if (!ids.Add(id))
        {
            throw new CloudlessException($"Column '{column}' of row {row} holds '{id}', as an earlier row does; its file would be replaced. Give each row an id of its own.");
        }
    }

    private static DataViewSchema.Column FindText(DataViewSchema schema, string name) => Find(schema, name, t => t is TextDataViewType, "String");

    private static DataViewSchema.Column Find(DataViewSchema schema, string name, Func<DataViewType, bool> fits, string expected)
    {
        DataViewSchema.Column column = schema.GetColumnOrNull(name) ?? throw SchemaErrors.Missing(name);
        return fits(column.Type) ? column : throw SchemaErrors.Mismatch(name, expected, $"{column.Type}");
    }
}
