using Microsoft.ML;

namespace Cloudless.MLNet.DataViews;

/// <summary>Single values.</summary>
internal sealed class PassedScalar<T>(DataViewRow input, DataViewSchema.Column column) : PassedColumn
{
    private readonly ValueGetter<T> _source = input.GetGetter<T>(column);
    private T[] _values = [];

    /// <inheritdoc/>
    public override void Store(int slot) => _source(ref At(ref _values, slot));

    /// <inheritdoc/>
    public override Delegate Getter(Func<int> slot) => (ValueGetter<T>)((ref T value) => value = _values[slot()]);
}
