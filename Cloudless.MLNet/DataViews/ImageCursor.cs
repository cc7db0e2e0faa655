using Cloudless.MLNet.Binding;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.MLNet.DataViews;

/// <summary>A cursor that goes with its source row by row and computes the added column when it is asked for.</summary>
internal sealed class ImageCursor(ImageBinding binding, DataViewRowCursor input, bool[] active) : DataViewRowCursor
{
    private readonly ImageValue? _value = active[binding.OutputColumn.Index] ? new ImageValue(binding, input) : null;

    /// <inheritdoc/>
    public override DataViewSchema Schema => binding.OutputSchema;

    /// <inheritdoc/>
    public override long Position => input.Position;

    /// <inheritdoc/>
    public override long Batch => input.Batch;

    /// <inheritdoc/>
    public override bool MoveNext() => input.MoveNext();

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!active[column.Index])
        {
            throw SchemaErrors.Inactive(column.Name);
        }

        return column.Index == binding.OutputColumn.Index
            ? AddedColumn.Getter<TValue>(column, _value!.Getter())
            : input.GetGetter<TValue>(binding.InputSchema[column.Index]);
    }

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            input.Dispose();
        }

        base.Dispose(disposing);
    }
}
