using System.Collections.Immutable;
using Cloudless.Imagery;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.MLNet.Binding;

/// <summary>An image column found in a schema, and what its type says.</summary>
internal sealed record BoundColumn(ImageInput Input, DataViewSchema.Column Column, VectorDataViewType Type)
{
    /// <summary>Finds the column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not there, or is no vector of single precision.</exception>
    public static BoundColumn Find(DataViewSchema schema, ImageInput input)
    {
        DataViewSchema.Column column = schema.GetColumnOrNull(input.Name) ?? throw SchemaErrors.Missing(input.Name);
        return column.Type is VectorDataViewType type && type.ItemType == NumberDataViewType.Single
            ? new BoundColumn(input, column, type)
            : throw SchemaErrors.Mismatch(input.Name, input.ExpectedType, $"{column.Type}");
    }

    /// <summary>The size of its images that its type alone tells: by three dimensions, or two for a single channel; null where it tells none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The dimensions name another number of channels.</exception>
    public ImageSize? SizeByDimensions()
    {
        ImmutableArray<int> dimensions = Type.Dimensions;
        bool plane = dimensions.Length == 2 && Input.Channels.Contains(1);
        if (!Type.IsKnownSize || !(plane || dimensions.Length == 3))
        {
            return null;
        }

        return plane || Input.Channels.Contains(dimensions[0]) ? new ImageSize(dimensions[^2], dimensions[^1]) : throw Mismatch();
    }

    /// <summary>The size of a square image of this length; null where no number of channels fits.</summary>
    public ImageSize? SizeOfSquare() => Input.Channels.Select(c => ImageSize.OfSquare(Type.Size, c)).FirstOrDefault(s => s is not null);

    /// <summary>Checks that the type, where it has a known size, is that of images of a size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public void Require(ImageSize size)
    {
        if (Type.IsKnownSize && (!Input.Channels.Contains(size.ChannelsIn(Type.Size)) || (SizeByDimensions() is { } own && own != size)))
        {
            throw SchemaErrors.Mismatch(
                Input.Name, string.Join(" or ", Input.Channels.Select(c => c == 1 ? $"Vector<Single, {size.Height}, {size.Width}>" : $"Vector<Single, {c}, {size.Height}, {size.Width}>")), $"{Type}");
        }
    }

    /// <summary>The error that the type is not one of images.</summary>
    public ArgumentOutOfRangeException Mismatch() => SchemaErrors.Mismatch(Input.Name, Input.ExpectedType, $"{Type}");
}
