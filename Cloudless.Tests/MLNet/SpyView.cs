using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.Tests.MLNet;

/// <summary>A source that remembers what was asked of it.</summary>
internal sealed class SpyView(IDataView source) : IDataView
{
    /// <summary>The columns that each cursor was asked for.</summary>
    public List<string[]> Asked { get; } = [];

    /// <summary>The random sources handed over.</summary>
    public List<Random?> Shuffles { get; } = [];

    /// <summary>Rows that cursors went to.</summary>
    public int RowsRead { get; private set; }

    /// <summary>Values that were read.</summary>
    public int ValuesRead { get; private set; }

    /// <summary>Cursors that were disposed.</summary>
    public int Disposed { get; private set; }

    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        Note(columnsNeeded, rand);
        return new SpyCursor(this, source.GetRowCursor(columnsNeeded, rand), 0, 1);
    }

    /// <summary>As many cursors as asked for, each with every n-th row, as sources give them that can be read in parallel.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        Note(columnsNeeded, rand);
        return [.. Enumerable.Range(0, n).Select(i => new SpyCursor(this, source.GetRowCursor(columnsNeeded, rand), i, n))];
    }

    private void Note(IEnumerable<DataViewSchema.Column> columns, Random? rand)
    {
        Asked.Add([.. columns.Select(c => c.Name)]);
        Shuffles.Add(rand);
    }

    private sealed class SpyCursor(SpyView view, DataViewRowCursor input, int first, int step) : DataViewRowCursor
    {
        public override DataViewSchema Schema => input.Schema;

        public override long Position => input.Position;

        public override long Batch => first;

        public override bool MoveNext()
        {
            bool moved = input.MoveNext();
            while (moved && input.Position % step != first)
            {
                moved = input.MoveNext();
            }

            view.RowsRead += moved ? 1 : 0;
            return moved;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            ValueGetter<TValue> getter = input.GetGetter<TValue>(column);
            return (ref TValue value) =>
            {
                view.ValuesRead++;
                getter(ref value);
            };
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                view.Disposed++;
                input.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
