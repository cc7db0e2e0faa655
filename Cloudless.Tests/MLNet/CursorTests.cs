using Cloudless.Inference;
using Cloudless.MLNet;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Removal;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.Tests.MLNet;

/// <summary>What readers of the data see of a transformer: nothing, until they ask for its column.</summary>
[TestFixture]
public class CursorTests
{
    private static readonly ExecutionOptions Cpu = new() { Engine = EngineKind.Cpu, Threads = 2 };

    private readonly MLContext _ml = new(1);

    [Test]
    public void Nothing_is_read_and_no_engine_is_made_before_somebody_asks_for_values()
    {
        var source = new SpyView(_ml.Data.LoadFromEnumerable(Rows.Known(4).ToArray()));
        // No machine has this engine, so making it would throw.
        var transformer = new CloudRemovalTransformer(Failing(), new CloudRemovalTransformerOptions { InputColumnName = "Optical" }, new ExecutionOptions { Engine = (EngineKind)99 });
        IDataView view = transformer.Fit(source).Transform(source);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        cursor.GetGetter<VBuffer<float>>(view.Schema["CloudFree"]);
        Assert.Multiple(() =>
        {
            Assert.That(source.RowsRead, Is.Zero);
            Assert.That(source.ValuesRead, Is.Zero);
            Assert.That(view.GetRowCount(), Is.EqualTo(4));
        });
    }

    [TestCase(1)]
    [TestCase(3)]
    public void The_model_does_not_run_when_its_column_is_not_active(int batch)
    {
        var source = new SpyView(_ml.Data.LoadFromEnumerable(Rows.Known(4)));
        IDataView view = new CloudRemovalTransformer(Failing(), new CloudRemovalTransformerOptions { InputColumnName = "Optical" }, Cpu with { Batch = batch }).Transform(source);
        Assert.Multiple(() =>
        {
            Assert.That(view.GetColumn<string>("Name"), Is.EqualTo(new[] { "row 0", "row 1", "row 2", "row 3" }));
            Assert.That(source.Asked.Single(), Is.EqualTo(new[] { "Name" }), "images are not even read");
            Assert.That(() => ChainTests.Column(view, "CloudFree"), Throws.TypeOf<ModelContractException>(), "the model fails when it runs");
        });
    }

    [Test]
    public void An_active_column_whose_values_nobody_fetches_does_not_run_the_model_either([Values(1, 3)] int batch)
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(4));
        IDataView view = new CloudRemovalTransformer(Failing(), new CloudRemovalTransformerOptions { InputColumnName = "Optical" }, Cpu with { Batch = batch }).Transform(data);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        int rows = 0;
        while (cursor.MoveNext())
        {
            rows++;
        }

        Assert.That(rows, Is.EqualTo(4));
    }

    [Test]
    public void Only_the_columns_needed_are_asked_of_the_source()
    {
        var source = new SpyView(_ml.Data.LoadFromEnumerable(Rows.Known(2)));
        IDataView view = new CloudMaskTransformer().Append(new SarOpticalStackTransformer()).Append(new CloudRemovalTransformer(Fixtures.Model(), execution: Cpu)).Fit(source).Transform(source);
        source.Asked.Clear();
        ChainTests.Column(view, "CloudMask");
        ChainTests.Column(view, "CloudFree");
        foreach (string name in view.GetColumn<string>("Name"))
        {
        }

        Assert.That(source.Asked, Is.EqualTo(new[] { new[] { "Optical" }, ["Optical", "Sar"], ["Name"] }));
    }

    [Test]
    public void Looking_ahead_gives_the_rows_and_values_of_going_row_by_row([Values(2, 3, 16)] int batch)
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(7).Select((row, i) => new WideRow
        {
            Optical = row.Optical, Sar = row.Sar, Name = row.Name, Flag = i % 2 == 0, Number = i, Long = 1L << i, Time = new DateTime(2026, 1, 1 + i), Kind = (uint)(i % 3), Few = [.. Enumerable.Range(0, i)],
            Words = [$"a{i}", $"b{i}"],
        }));
        IDataView one = Removed(data, 1), several = Removed(data, batch);
        DataViewRowCursor a = one.GetRowCursor(one.Schema), b = several.GetRowCursor(several.Schema);
        Assert.That(b.Position, Is.EqualTo(-1));
        var same = new List<Action>();
        foreach (DataViewSchema.Column column in one.Schema)
        {
            same.Add(column.Type switch
            {
                TextDataViewType => Compare<ReadOnlyMemory<char>>(a, b, column.Index, v => v.ToString()),
                BooleanDataViewType => Compare<bool>(a, b, column.Index, v => v),
                DateTimeDataViewType => Compare<DateTime>(a, b, column.Index, v => v),
                KeyDataViewType => Compare<uint>(a, b, column.Index, v => v),
                VectorDataViewType { ItemType: TextDataViewType } => Compare<VBuffer<ReadOnlyMemory<char>>>(a, b, column.Index, v => v.DenseValues().Select(t => t.ToString())),
                VectorDataViewType { ItemType.RawType: var item } when item == typeof(int) => Compare<VBuffer<int>>(a, b, column.Index, v => v.DenseValues()),
                VectorDataViewType => Compare<VBuffer<float>>(a, b, column.Index, v => v.DenseValues()),
                { RawType: var type } when type == typeof(long) => Compare<long>(a, b, column.Index, v => v),
                _ => Compare<float>(a, b, column.Index, v => v),
            });
        }

        ValueGetter<DataViewRowId> idA = a.GetIdGetter(), idB = b.GetIdGetter();
        while (a.MoveNext())
        {
            Assert.That(b.MoveNext());
            DataViewRowId x = default, y = default;
            idA(ref x);
            idB(ref y);
            Assert.Multiple(() =>
            {
                Assert.That((y, b.Position, b.Batch), Is.EqualTo((x, a.Position, a.Batch)));
                same.ForEach(compare => compare());
            });
        }

        Assert.That(b.MoveNext(), Is.False);
        Assert.That(b.MoveNext(), Is.False);
        Assert.That(b.Position, Is.EqualTo(-1));
        a.Dispose();
        b.Dispose();
    }

    [Test]
    public void Rows_of_different_sizes_look_ahead_too()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { (20, 25), (20, 25), (31, 17), (20, 25), (8, 8), (8, 8), (8, 8) }.Select((s, i) => Rows.Any(s.Item1, s.Item2, i)));
        Assert.That(ChainTests.Column(Removed(data, 5), "CloudFree"), Is.EqualTo(ChainTests.Column(Removed(data, 1), "CloudFree")));
    }

    [Test]
    public void Looking_ahead_on_onnx_runtime_gives_the_values_of_going_row_by_row()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(5));
        float[][] Values(int batch) => ChainTests.Column(Removed(data, batch, EngineKind.OnnxRuntime), "CloudFree");
        // Its kernels depend on the shape, so sums are rounded in another order; 0.05 DN is a hundredth of the sensor's noise.
        Assert.That(Values(4), Is.EqualTo(Values(1)).Within(0.05));
    }

    [Test]
    public void A_column_of_objects_that_do_not_outlive_their_row_goes_row_by_row()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(3).Select(r => new ObjectRow { Optical = r.Optical, Sar = r.Sar, Thing = new Thing(r.Name) }));
        IDataView view = Removed(data, 3);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<Thing> thing = cursor.GetGetter<Thing>(view.Schema["Thing"]);
        Thing? value = null;
        Assert.That(cursor.MoveNext());
        thing(ref value!);
        Assert.That(value.Name, Is.EqualTo("row 0"));
        Assert.That(ChainTests.Column(view, "CloudFree"), Is.EqualTo(ChainTests.Column(Removed(data, 1), "CloudFree")));
    }

    [Test]
    public void Several_cursors_share_the_work_on_threads_of_their_own([Values(1, 4)] int batch)
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(9));
        var source = new SpyView(data);
        IDataView view = Removed(source, batch);
        float[][] expected = ChainTests.Column(Removed(data, 1), "CloudFree");
        DataViewRowCursor[] cursors = view.GetRowCursorSet([view.Schema["CloudFree"]], 3);
        float[][] found = new float[9][];
        Parallel.ForEach(cursors, cursor =>
        {
            ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(view.Schema["CloudFree"]);
            VBuffer<float> buffer = default;
            while (cursor.MoveNext())
            {
                getter(ref buffer);
                found[cursor.Position] = [.. buffer.DenseValues()];
            }

            cursor.Dispose();
        });
        Assert.Multiple(() =>
        {
            Assert.That(cursors, Has.Length.EqualTo(3));
            Assert.That(found, Is.EqualTo(expected));
            Assert.That(source.Disposed, Is.EqualTo(3));
        });
    }

    [Test]
    public void Shuffling_is_left_to_the_source()
    {
        var source = new SpyView(_ml.Data.LoadFromEnumerable(Rows.Known(6).ToArray()));
        IDataView view = Removed(source, 2);
        var random = new Random(5);
        var names = new List<string>();
        using (DataViewRowCursor cursor = view.GetRowCursor(view.Schema.Where(c => c.Name is "Name" or "CloudFree"), random))
        {
            ValueGetter<ReadOnlyMemory<char>> getter = cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Name"]);
            ReadOnlyMemory<char> name = default;
            while (cursor.MoveNext())
            {
                getter(ref name);
                names.Add(name.ToString());
            }
        }

        Assert.Multiple(() =>
        {
            Assert.That(view.CanShuffle, Is.EqualTo(source.CanShuffle));
            Assert.That(source.Shuffles, Is.EqualTo(new[] { random }));
            Assert.That(names, Is.Unique.And.Count.EqualTo(6));
        });
    }

    [Test]
    public void Getters_fill_the_callers_buffer_and_leave_no_garbage_behind()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Repeat(Rows.Known(1).Single(), 40));
        foreach ((IDataView view, string column) in new[] { (new CloudMaskTransformer().Transform(data), "CloudMask"), (new SarOpticalStackTransformer().Transform(data), "SarOptical"), (Removed(data, 1), "CloudFree"), (Removed(data, 4), "CloudFree") })
        {
            using DataViewRowCursor cursor = view.GetRowCursor([view.Schema[column]]);
            ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(view.Schema[column]);
            VBuffer<float> buffer = default;
            for (int i = 0; i < 8 && cursor.MoveNext(); i++)
            {
                getter(ref buffer);
            }

            long before = GC.GetTotalAllocatedBytes(precise: true);
            int rows = 0;
            for (; cursor.MoveNext(); rows++)
            {
                getter(ref buffer);
            }

            // One band of one image is 2,880 bytes; an image that was made anew for each row would be 37,440 or more.
            Assert.That((GC.GetTotalAllocatedBytes(precise: true) - before) / rows, Is.LessThan(13 * 4 * KnownSizeRow.Height * KnownSizeRow.Width), column);
        }
    }

    [Test]
    public void A_cached_checkpoint_and_a_binary_file_hold_what_was_computed()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(3));
        IDataView view = Removed(data, 2);
        float[][] expected = ChainTests.Column(view, "CloudFree");
        using var file = new MemoryStream();
        _ml.Data.SaveAsBinary(_ml.Data.Cache(view), file);
        Assert.That(ChainTests.Column(_ml.Data.LoadFromBinary(new StreamSource(file.ToArray())), "CloudFree"), Is.EqualTo(expected));
    }

    private static IDataView Removed(IDataView data, int batch, EngineKind engine = EngineKind.Cpu) =>
        new CloudRemovalTransformer(Fixtures.Model(), execution: Cpu with { Batch = batch, Engine = engine }).Transform(new SarOpticalStackTransformer().Transform(data));

    // A model whose result is no number: it shows whenever it runs.
    private static CloudRemovalModel Failing()
    {
        CloudRemovalModel model = Fixtures.Model(sar: false);
        model.Graph!.Parameter("tail.bias").Values[3] = float.NaN;
        return model;
    }

    private static Action Compare<T>(DataViewRow a, DataViewRow b, int column, Func<T, object> read)
    {
        ValueGetter<T> first = a.GetGetter<T>(a.Schema[column]), second = b.GetGetter<T>(b.Schema[column]);
        T x = default!, y = default!;
        return () =>
        {
            first(ref x);
            second(ref y);
            Assert.That(read(y), Is.EqualTo(read(x)), a.Schema[column].Name);
        };
    }

    private sealed class StreamSource(byte[] bytes) : IMultiStreamSource
    {
        public int Count => 1;

        public string GetPathOrNull(int index) => null!;

        public Stream Open(int index) => new MemoryStream(bytes);

        public TextReader OpenTextReader(int index) => new StreamReader(Open(index));
    }
}
