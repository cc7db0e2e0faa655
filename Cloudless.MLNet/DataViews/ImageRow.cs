using Cloudless.MLNet.Binding;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.MLNet.DataViews;

/// <summary>One row with the added column, over the row it is made of: what prediction engines use.</summary>
internal sealed class ImageRow(ImageBinding binding, DataViewRow input, bool active) : DataViewRow
{
    private readonly ImageValue? _value = active ? new ImageValue(binding, input) : null;

    /// <inheritdoc/>
    public override DataViewSchema Schema => binding.OutputSchema;

    /// <inheritdoc/>
    public override long Position => input.Position;

    /// <inheritdoc/>
    public override long Batch => input.Batch;

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) =>
        column.Index == binding.OutputColumn.Index ? _value is not null : input.IsColumnActive(binding.InputSchema[column.Index]);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => column.Index == binding.OutputColumn.Index
        ? AddedColumn.Getter<TValue>(column, _value?.Getter())
        : input.GetGetter<TValue>(binding.InputSchema[column.Index]);

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
