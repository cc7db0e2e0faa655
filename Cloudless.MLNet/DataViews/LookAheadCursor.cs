using Cloudless.Imagery;
using Cloudless.MLNet.Binding;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.MLNet.DataViews;

/// <summary>A cursor that reads as many rows ahead as the network takes at once, and computes their images together when the first of them is asked for.</summary>
/// <remarks>To its reader it is like any other cursor: same rows, same order, same values.</remarks>
internal sealed class LookAheadCursor : DataViewRowCursor
{
    private readonly ImageBinding _binding;
    private readonly DataViewRowCursor _input;
    private readonly bool[] _active;
    private readonly PassedColumns _passed;
    private readonly GatheredImages _images;
    private int _slot = -1, _count;
    private bool _started, _ended;

    public LookAheadCursor(ImageBinding binding, DataViewRowCursor input, bool[] active)
    {
        (_binding, _input, _active) = (binding, input, active);
        _passed = new PassedColumns(binding, input, active);
        _images = new GatheredImages(binding, new ImageReader(binding, input));
    }

    /// <inheritdoc/>
    public override DataViewSchema Schema => _binding.OutputSchema;

    /// <inheritdoc/>
    public override long Position => IsOnRow ? _passed[_slot].Position : -1;

    /// <inheritdoc/>
    public override long Batch => IsOnRow ? _passed[_slot].Batch : 0;

    private bool IsOnRow => _started && !_ended;

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        if (_ended)
        {
            return false;
        }

        _started = true;
        if (++_slot >= _count)
        {
            ReadAhead();
            _slot = 0;
            _ended = _count == 0;
        }

        return !_ended;
    }

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!_active[column.Index])
        {
            throw SchemaErrors.Inactive(column.Name);
        }

        return column.Index == _binding.OutputColumn.Index
            ? AddedColumn.Getter<TValue>(column, (ref VBuffer<float> destination) => _images.Get(CurrentSlot(), ref destination))
            : _passed.Getter<TValue>(column.Index, CurrentSlot);
    }

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = _passed[CurrentSlot()].Id;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _ended = true;
            _input.Dispose();
        }

        base.Dispose(disposing);
    }

    private void ReadAhead()
    {
        _passed.Clear();
        _images.Clear();
        _count = 0;
        int limit = int.MaxValue;
        while (_count < limit && _input.MoveNext())
        {
            _passed.Store();
            ImageSize size = _images.Add();
            limit = Math.Min(limit, _binding.Kernel.BatchOf(size));
            _count++;
        }
    }

    private int CurrentSlot() => IsOnRow
        ? _slot
        : throw SchemaErrors.NotOnRow();
}
