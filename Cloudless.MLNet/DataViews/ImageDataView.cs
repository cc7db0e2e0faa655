using Cloudless.Imagery;
using Cloudless.MLNet.Binding;
using Microsoft.ML;

namespace Cloudless.MLNet.DataViews;

/// <summary>A source with one more column, computed while somebody reads it.</summary>
/// <remarks>Thread-safe; cursors are not, but each may be read by a thread of its own.</remarks>
internal sealed class ImageDataView(IDataView source, ImageBinding binding) : IDataView
{
    /// <inheritdoc/>
    public bool CanShuffle => source.CanShuffle;

    /// <inheritdoc/>
    public DataViewSchema Schema => binding.OutputSchema;

    /// <inheritdoc/>
    public long? GetRowCount() => source.GetRowCount();

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = binding.Active(columnsNeeded);
        return Over(source.GetRowCursor(binding.InputsFor(active), rand), active);
    }

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        bool[] active = binding.Active(columnsNeeded);
        return [.. source.GetRowCursorSet(binding.InputsFor(active), n, rand).Select(input => Over(input, active))];
    }

    // Where no more than one image goes into the network at once, reading ahead would only copy.
    private DataViewRowCursor Over(DataViewRowCursor input, bool[] active) =>
        active[binding.OutputColumn.Index] && binding.Kernel.BatchOf(binding.Size ?? new ImageSize(1, 1)) > 1 && PassedColumns.CanHold(binding, active)
            ? new LookAheadCursor(binding, input, active)
            : new ImageCursor(binding, input, active);
}
