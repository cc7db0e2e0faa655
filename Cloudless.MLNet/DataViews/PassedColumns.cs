using Cloudless.MLNet.Binding;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.MLNet.DataViews;

/// <summary>Everything of the source's rows that a look-ahead cursor has to keep: active columns, positions, batches, ids.</summary>
internal sealed class PassedColumns
{
    private readonly DataViewRowCursor _input;
    private readonly ValueGetter<DataViewRowId> _id;
    private readonly Dictionary<int, PassedColumn> _columns;
    private readonly List<(long Position, long Batch, DataViewRowId Id)> _rows = [];

    public PassedColumns(ImageBinding binding, DataViewRowCursor input, bool[] active)
    {
        (_input, _id) = (input, input.GetIdGetter());
        _columns = binding.InputSchema.Where(c => active[c.Index]).ToDictionary(c => c.Index, c => PassedColumn.Of(input, c));
    }

    /// <summary>Position, batch and id of a row kept.</summary>
    public (long Position, long Batch, DataViewRowId Id) this[int slot] => _rows[slot];

    /// <summary>Whether the active columns of a source can be kept while it moves on.</summary>
    public static bool CanHold(ImageBinding binding, bool[] active) => binding.InputSchema.All(c => !active[c.Index] || PassedColumn.CanHold(c.Type));

    /// <summary>Forgets all rows.</summary>
    public void Clear() => _rows.Clear();

    /// <summary>Keeps the row that the source stands on, in the next slot.</summary>
    public void Store()
    {
        foreach (PassedColumn column in _columns.Values)
        {
            column.Store(_rows.Count);
        }

        DataViewRowId id = default;
        _id(ref id);
        _rows.Add((_input.Position, _input.Batch, id));
    }

    /// <summary>A getter of a column's value in the slot that a cursor stands on.</summary>
    /// <exception cref="InvalidOperationException">The values are of another type.</exception>
    public ValueGetter<TValue> Getter<TValue>(int column, Func<int> slot)
    {
        Delegate getter = _columns[column].Getter(slot);
        return getter as ValueGetter<TValue> ?? throw SchemaErrors.WrongGetter(typeof(TValue), getter.GetType().GetGenericArguments()[0]);
    }
}
