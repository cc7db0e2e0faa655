using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.MLNet.Binding;
using Cloudless.Rasters;
using Cloudless.Removal;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.MLNet.Files;

/// <summary>Goes through rows of files, every <paramref name="step"/>th of an order; a value is read when its getter is called, a file at most open while the cursor stands on its row.</summary>
internal sealed class RasterCursor(RasterDataView view, bool[] active, int[] order, int first, int step) : DataViewRowCursor
{
    private int _place = -1;
    private bool _ended;
    private ImageFilesReader? _reader;

    private delegate void Fill(ImageFilesReader reader, Span<float> destination);

    /// <inheritdoc/>
    public override DataViewSchema Schema => view.Schema;

    /// <inheritdoc/>
    public override long Position => IsOnRow ? _place : -1;

    // Each row is a batch, so that readers of several cursors can restore the order.
    /// <inheritdoc/>
    public override long Batch => IsOnRow ? InOrder : 0;

    private bool IsOnRow => _place >= 0 && !_ended;

    private int InOrder => first + (_place * step);

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        Close();
        if (_ended)
        {
            return false;
        }

        _place++;
        _ended = InOrder >= order.Length;
        return !_ended;
    }

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!active[column.Index])
        {
            throw SchemaErrors.Inactive(column.Name);
        }

        Delegate getter = (RasterColumn)column.Index switch
        {
            RasterColumn.Id => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = Files().Id.AsMemory()),
            RasterColumn.OpticalPath => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = Files().OpticalPath.AsMemory()),
            RasterColumn.Height => (ValueGetter<int>)((ref int value) => value = Size().Height),
            RasterColumn.Width => (ValueGetter<int>)((ref int value) => value = Size().Width),
            RasterColumn.Optical => Image(Sentinel2Band.Count, (reader, image) => reader.ReadOptical(image)),
            RasterColumn.Sar => Image(SarOpticalStack.SarBands, (reader, image) => reader.ReadSar(image)),
            _ => Image(Sentinel2Band.Count, (reader, image) => reader.ReadTarget(image)),
        };
        return getter as ValueGetter<TValue> ?? throw SchemaErrors.WrongGetter(typeof(TValue), getter.GetType().GetGenericArguments()[0]);
    }

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)Row(), 0);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _ended = true;
            Close();
        }

        base.Dispose(disposing);
    }

    private ValueGetter<VBuffer<float>> Image(int channels, Fill fill) => (ref VBuffer<float> destination) =>
    {
        ImageFilesReader reader = Reader();
        ImageSize size = reader.Size;
        if (view.Size is { } known && size != known)
        {
            throw new RasterMismatchException(
                $"'{Files().OpticalPath}' has {size} pixels; all images were said to have {known}. Leave {nameof(RasterLoadOptions.Size)} out, and sizes are told by the files.");
        }

        VBufferEditor<float> editor = VBufferEditor.Create(ref destination, checked((int)(channels * size.Pixels)));
        fill(reader, editor.Values);
        destination = editor.Commit();
    };

    private ImageSize Size() => view.Size ?? Reader().Size;

    private ImageFilesReader Reader() => _reader ??= new ImageFilesReader(Files(), view.Radiometry);

    private ImageFiles Files() => view.Files[Row()];

    private int Row() => IsOnRow
        ? order[InOrder]
        : throw SchemaErrors.NotOnRow();

    private void Close()
    {
        _reader?.Dispose();
        _reader = null;
    }
}
