using Cloudless.Imagery;
using Cloudless.MLNet;
using Cloudless.Rasters;
using Cloudless.Tests.Rasters;
using Cloudless.Tests.Removal;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.Tests.MLNet;

[TestFixture]
public class LoadFromRastersTests
{
    private readonly MLContext _ml = new(1);

    [Test]
    public void Rows_hold_what_the_files_of_a_folder_hold()
    {
        using var folder = new TestFolder();
        RasterFiles.Write(folder, "a", seed: 0);
        RasterFiles.Write(folder, "b", seed: 1);
        IDataView data = _ml.Data.LoadFromRasters(folder.Path);
        FileRow[] rows = [.. _ml.Data.CreateEnumerable<FileRow>(data, reuseRowObject: false)];
        Assert.Multiple(() =>
        {
            Assert.That(data.GetRowCount(), Is.EqualTo(2));
            Assert.That(data.Schema.Select(c => $"{c.Name}: {c.Type}"), Is.EqualTo(new[]
            {
                "Id: String", "OpticalPath: String", "Height: Int32", "Width: Int32", "Optical: Vector<Single, 13, 24, 30>", "Sar: Vector<Single, 2, 24, 30>", "Target: Vector<Single, 13, 24, 30>",
            }));
            Assert.That(rows.Select(r => (r.Id, r.OpticalPath, r.Height, r.Width)), Is.EqualTo(new[] { ("a", folder["a_s2_cloudy.tif"], 24, 30), ("b", folder["b_s2_cloudy.tif"], 24, 30) }));
            Assert.That(rows[1].Optical, Is.EqualTo(Fixtures.SignedDn(RasterFiles.Stored(24, 30, 1)).Data));
            Assert.That(rows[1].Target, Is.EqualTo(Fixtures.SignedDn(Fixtures.Scene(24, 30, -99, -99, 1, 4)).Data));
            Assert.That(rows[1].Sar, Is.EqualTo(Fixtures.Sar(24, 30).Data));
        });
    }

    [Test]
    public void Images_of_different_sizes_make_columns_of_variable_size_that_tell_height_and_width()
    {
        using var folder = new TestFolder();
        RasterFiles.Write(folder, "a");
        RasterFiles.Write(folder, "b", 31, 17);
        IDataView data = _ml.Data.LoadFromRasters(folder.Path);
        using TransformerChain<CloudRemovalTransformer> chain = new SarOpticalStackTransformer().Append(new CloudRemovalTransformer(Fixtures.Model())).Fit(data);
        Assert.Multiple(() =>
        {
            Assert.That($"{data.Schema["Optical"].Type}", Is.EqualTo("Vector<Single>"));
            Assert.That(_ml.Data.CreateEnumerable<FileRow>(data, reuseRowObject: true).Select(r => (r.Height, r.Width)), Is.EqualTo(new[] { (24, 30), (31, 17) }));
            Assert.That(ChainTests.Column(chain.Transform(data), "CloudFree").Select(i => i.Length), Is.EqualTo(new[] { 13 * 24 * 30, 13 * 31 * 17 }));
        });
    }

    [Test]
    public void Only_files_of_columns_that_are_asked_for_are_opened_and_only_when_they_are()
    {
        using var folder = new TestFolder();
        RasterFiles.Write(folder, "a");
        IDataView data = _ml.Data.LoadFromRasters(folder.Path);
        File.Delete(folder["a_s1.tif"]);
        File.WriteAllText(folder["a_s2_clear.tif"], "no image");
        Assert.That(ChainTests.Column(data, "Optical"), Has.Length.EqualTo(1), "neither SAR nor the cloud-free image is needed for it");
        using (DataViewRowCursor cursor = data.GetRowCursor(data.Schema))
        {
            Assert.That(cursor.MoveNext(), "no value was asked for yet");
            VBuffer<float> values = default;
            Assert.That(() => cursor.GetGetter<VBuffer<float>>(data.Schema["Sar"])(ref values), Throws.InstanceOf<CloudlessException>().With.Message.Contains("a_s1.tif"));
            Assert.That(() => cursor.GetGetter<VBuffer<float>>(data.Schema["Target"])(ref values), Throws.InstanceOf<CloudlessException>().With.Message.Contains("a_s2_clear.tif"));
        }

        File.Delete(folder["a_s2_cloudy.tif"]);
        Assert.That(data.GetColumn<string>("Id"), Is.EqualTo(new[] { "a" }));
        Assert.That(data.GetColumn<int>("Height"), Is.EqualTo(new[] { 24 }));
    }

    [Test]
    public void A_missing_image_is_missing_values_which_stacking_can_fill()
    {
        using var folder = new TestFolder();
        RasterFiles.Write(folder, "a", sar: false, clear: false);
        IDataView data = _ml.Data.LoadFromRasters(folder.Path);
        FileRow row = _ml.Data.CreateEnumerable<FileRow>(data, reuseRowObject: false).Single();
        float[] stack = ChainTests.Column(_ml.Transforms.StackSarOptical(new SarOpticalStackTransformerOptions { FillMissingSar = true }).Fit(data).Transform(data), "SarOptical")[0];
        Assert.Multiple(() =>
        {
            Assert.That(row.Sar, Has.Length.EqualTo(2 * 24 * 30).And.All.NaN);
            Assert.That(row.Target, Has.Length.EqualTo(13 * 24 * 30).And.All.NaN);
            Assert.That(stack.AsSpan(13 * 24 * 30).ToArray(), Is.All.Matches<float>(float.IsFinite));
            Assert.That(
                () => ChainTests.Column(new SarOpticalStackTransformer().Transform(data), "SarOptical"),
                Throws.TypeOf<RasterMismatchException>().With.Message.Contains("'Sar' of row 0").And.Message.Contains("FillMissingSar"));
        });
    }

    [Test]
    public void Several_cursors_read_at_once_and_a_set_of_them_shares_the_rows()
    {
        using var folder = new TestFolder();
        for (int i = 0; i < 5; i++)
        {
            RasterFiles.Write(folder, $"{i}", seed: i);
        }

        IDataView data = _ml.Data.LoadFromRasters(folder.Path);
        float[][] expected = ChainTests.Column(data, "Optical");
        DataViewRowCursor[] cursors = data.GetRowCursorSet(data.Schema, 3);
        var seen = new Dictionary<long, (string Id, float[] Image)>();
        int[] counts = new int[cursors.Length];
        for (bool any = true; any;)
        {
            any = false;
            for (int c = 0; c < cursors.Length; c++)
            {
                if (cursors[c].MoveNext())
                {
                    any = true;
                    counts[c]++;
                    ReadOnlyMemory<char> id = default;
                    VBuffer<float> image = default;
                    cursors[c].GetGetter<ReadOnlyMemory<char>>(data.Schema["Id"])(ref id);
                    cursors[c].GetGetter<VBuffer<float>>(data.Schema["Optical"])(ref image);
                    seen.Add(cursors[c].Batch, ($"{id}", [.. image.DenseValues()]));
                }
            }
        }

        Array.ForEach(cursors, c => c.Dispose());
        Assert.Multiple(() =>
        {
            Assert.That(counts, Is.EqualTo(new[] { 2, 2, 1 }));
            Assert.That(seen.OrderBy(s => s.Key).Select(s => s.Value.Id), Is.EqualTo(new[] { "0", "1", "2", "3", "4" }));
            Assert.That(seen.OrderBy(s => s.Key).Select(s => s.Value.Image), Is.EqualTo(expected));
        });
    }

    [Test]
    public void Rows_can_be_shuffled_and_keep_their_ids()
    {
        using var folder = new TestFolder();
        for (int i = 0; i < 8; i++)
        {
            RasterFiles.Write(folder, $"{i}", sar: false, clear: false);
        }

        IDataView data = _ml.Data.LoadFromRasters(folder.Path);
        var order = new List<(ulong Row, string Id)>();
        using DataViewRowCursor cursor = data.GetRowCursor([data.Schema["Id"]], new Random(4));
        ValueGetter<ReadOnlyMemory<char>> id = cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["Id"]);
        ValueGetter<DataViewRowId> row = cursor.GetIdGetter();
        while (cursor.MoveNext())
        {
            ReadOnlyMemory<char> name = default;
            DataViewRowId number = default;
            id(ref name);
            row(ref number);
            order.Add((number.Low, $"{name}"));
        }

        Assert.Multiple(() =>
        {
            Assert.That(data.CanShuffle);
            Assert.That(order.Select(o => o.Id), Is.EquivalentTo(data.GetColumn<string>("Id")).And.Not.EqualTo(data.GetColumn<string>("Id")));
            Assert.That(order, Is.All.Matches<(ulong Row, string Id)>(o => o.Id == $"{o.Row}"));
        });
    }

    [Test]
    public void A_size_that_is_said_spares_the_headers_and_is_checked_when_a_row_is_read()
    {
        using var folder = new TestFolder();
        IDataView data = _ml.Data.LoadFromRasters([ImageFiles.Of(folder["later.tif"])], new RasterLoadOptions { Size = new ImageSize(24, 31) });
        IDataView variable = _ml.Data.LoadFromRasters([ImageFiles.Of(folder["later.tif"])], new RasterLoadOptions { VariableSize = true });
        Assert.That($"{data.Schema["Optical"].Type}", Is.EqualTo("Vector<Single, 13, 24, 31>"));
        Assert.That($"{variable.Schema["Optical"].Type}", Is.EqualTo("Vector<Single>"));
        Assert.That(() => ChainTests.Column(data, "Optical"), Throws.InstanceOf<CloudlessException>().With.Message.Contains("later.tif"));

        RasterFiles.Write(folder, "x");
        File.Move(folder["x_s2_cloudy.tif"], folder["later.tif"]);
        Assert.That(() => ChainTests.Column(data, "Optical"), Throws.InstanceOf<RasterMismatchException>().With.Message.Contains("30 x 24").And.Message.Contains("later.tif"));
        Assert.That(variable.GetColumn<int>("Width"), Is.EqualTo(new[] { 30 }));
        Assert.That(
            () => _ml.Data.LoadFromRasters(folder.Path, new RasterLoadOptions { Size = new ImageSize(1, 1), VariableSize = true }), Throws.ArgumentException.With.Message.Contains("VariableSize"));
    }

    [Test]
    public void The_offset_of_new_products_is_taken_out()
    {
        using var folder = new TestFolder();
        RasterFiles.Write(folder, "a");
        IDataView dn = _ml.Data.LoadFromRasters(folder.Path), signed = _ml.Data.LoadFromRasters(folder.Path, new RasterLoadOptions { Radiometry = Radiometry.Harmonized });
        float[] before = ChainTests.Column(dn, "Optical")[0], after = ChainTests.Column(signed, "Optical")[0];
        Assert.That(after[..28], Is.EqualTo(before[..28].Select(v => v - 1000)));
        Assert.That(after[28], Is.Zero, "nodata stays nodata");
    }

    [Test]
    public void Real_triplets_load_with_known_sizes()
    {
        IDataView data = _ml.Data.LoadFromRasters(TestData.Require("sen12mscr_triplets"));
        Assert.That($"{data.Schema["Sar"].Type}", Is.EqualTo("Vector<Single, 2, 256, 256>"));
        Assert.That(ChainTests.Column(_ml.Data.TakeRows(data, 1), "Optical")[0], Has.Some.GreaterThan(1000f));
    }
}
