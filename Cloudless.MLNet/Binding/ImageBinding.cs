using Cloudless.Imagery;
using Cloudless.MLNet.Kernels;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.MLNet.Binding;

/// <summary>A transformer's columns found in one schema: where its images are, how their size is told, and the schema that comes out.</summary>
/// <remarks>Immutable, thread-safe.</remarks>
internal sealed class ImageBinding
{
    private ImageBinding(IImageKernel kernel, DataViewSchema input, BoundColumn[] images, ImageSize? size, DataViewSchema.Column? height, DataViewSchema.Column? width)
    {
        (Kernel, InputSchema, Images, Size, Height, Width) = (kernel, input, images, size, height, width);
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(input);
        schema.AddColumn(kernel.OutputColumnName, TypeOf(kernel.OutputChannels, images[0].Type.IsKnownSize ? size : null));
        OutputSchema = schema.ToSchema();
        OutputColumn = OutputSchema[input.Count];
    }

    /// <summary>What computes.</summary>
    public IImageKernel Kernel { get; }

    /// <summary>The schema bound to.</summary>
    public DataViewSchema InputSchema { get; }

    /// <summary>That schema, at the same places, and one more column.</summary>
    public DataViewSchema OutputSchema { get; }

    /// <summary>The column added.</summary>
    public DataViewSchema.Column OutputColumn { get; }

    /// <summary>The image columns in the kernel's order; the first one decides about the size.</summary>
    public IReadOnlyList<BoundColumn> Images { get; }

    /// <summary>The size of all images; null where each row tells its own.</summary>
    public ImageSize? Size { get; }

    /// <summary>Column with each row's height; null where the size is known.</summary>
    public DataViewSchema.Column? Height { get; }

    /// <summary>Column with each row's width; null where the size is known.</summary>
    public DataViewSchema.Column? Width { get; }

    /// <summary>Finds a transformer's columns in a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="kernel">What computes, and names the columns.</param>
    /// <param name="options">How the size is told.</param>
    /// <param name="fitted">The size that the data had when the transformer was fitted; null where it had none or was not fitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type; in ML.NET's words.</exception>
    public static ImageBinding Bind(DataViewSchema schema, IImageKernel kernel, ImageTransformerOptions options, ImageSize? fitted)
    {
        BoundColumn[] images = [.. kernel.Inputs.Select(i => BoundColumn.Find(schema, i))];
        BoundColumn first = images[0];
        ImageSize? size = first.SizeByDimensions() ?? options.Size;
        DataViewSchema.Column? height = null, width = null;
        if (size is null && first.Type.IsKnownSize)
        {
            bool same = fitted is { } before && first.Input.Channels.Contains(before.ChannelsIn(first.Type.Size));
            size = (same ? fitted : first.SizeOfSquare()) ?? throw first.Mismatch();
        }
        else if (size is null && fitted is null)
        {
            (height, width) = (FindSide(schema, options.HeightColumnName), FindSide(schema, options.WidthColumnName));
        }
        else if (size is null)
        {
            (height, width) = (schema.GetColumnOrNull(options.HeightColumnName), schema.GetColumnOrNull(options.WidthColumnName));
            size = height is null || width is null ? fitted : null;
        }

        if (size is { } known)
        {
            Array.ForEach(images, i => i.Require(known));
        }

        return new ImageBinding(kernel, schema, images, size, size is null ? height : null, size is null ? width : null);
    }

    /// <summary>The columns of the input that the added column is made of.</summary>
    public IEnumerable<DataViewSchema.Column> Sources() =>
        Images.Select(i => i.Column).Concat(new[] { Height, Width }.Where(c => c is not null).Select(c => c!.Value));

    /// <summary>The columns of the input that some columns of the output need.</summary>
    public IEnumerable<DataViewSchema.Column> InputsFor(bool[] active)
    {
        HashSet<int> needed = active[OutputColumn.Index] ? [.. Sources().Select(c => c.Index)] : [];
        return InputSchema.Where(c => active[c.Index] || needed.Contains(c.Index));
    }

    /// <summary>Which columns of the output are among these.</summary>
    public bool[] Active(IEnumerable<DataViewSchema.Column> columns)
    {
        bool[] active = new bool[OutputSchema.Count];
        foreach (DataViewSchema.Column column in columns)
        {
            active[column.Index] = true;
        }

        return active;
    }

    private static DataViewSchema.Column FindSide(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = schema.GetColumnOrNull(name) ?? throw SchemaErrors.Missing(name);
        return column.Type == NumberDataViewType.Int32 ? column : throw SchemaErrors.Mismatch(name, "Int32", $"{column.Type}");
    }

    private static VectorDataViewType TypeOf(int channels, ImageSize? size) => size is not { } known
        ? new VectorDataViewType(NumberDataViewType.Single)
        : channels == 1 ? new VectorDataViewType(NumberDataViewType.Single, known.Height, known.Width)
        : new VectorDataViewType(NumberDataViewType.Single, channels, known.Height, known.Width);
}
