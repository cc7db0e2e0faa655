using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.MLNet.DataViews;

/// <summary>Vectors; each slot keeps its buffer for the rows that come later.</summary>
internal sealed class PassedVector<T>(DataViewRow input, DataViewSchema.Column column) : PassedColumn
{
    private readonly ValueGetter<VBuffer<T>> _source = input.GetGetter<VBuffer<T>>(column);
    private VBuffer<T>[] _values = [];

    /// <inheritdoc/>
    public override void Store(int slot) => _source(ref At(ref _values, slot));

    /// <inheritdoc/>
    public override Delegate Getter(Func<int> slot) => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => _values[slot()].CopyTo(ref value));
}
