using Cloudless.Inference;
using Cloudless.MLNet;
using Cloudless.Tests.Removal;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.Tests.MLNet;

/// <summary>What cursors refuse, row by row and looking ahead.</summary>
[TestFixture]
public class CursorErrorTests
{
    private readonly MLContext _ml = new(1);

    [Test]
    public void Columns_that_are_not_active_and_values_of_other_types_are_refused([Values(1, 3)] int batch)
    {
        IDataView view = Removed(_ml.Data.LoadFromEnumerable(Rows.Known(2)), batch);
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["CloudFree"]]);
        Assert.Multiple(() =>
        {
            Assert.That(cursor.IsColumnActive(view.Schema["CloudFree"]));
            Assert.That(cursor.IsColumnActive(view.Schema["Name"]), Is.False);
            Assert.That(() => cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Name"]), Throws.InvalidOperationException.With.Message.Contains("'Name' is not active"));
            Assert.That(() => cursor.GetGetter<float>(view.Schema["CloudFree"]), Throws.InvalidOperationException.With.Message.Contains("Invalid TValue in GetGetter: 'System.Single'"));
        });
    }

    [Test]
    public void Values_of_no_row_are_refused([Values(1, 3)] int batch)
    {
        IDataView view = Removed(_ml.Data.LoadFromEnumerable(Rows.Known(2)), batch);
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["CloudFree"]]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(view.Schema["CloudFree"]);
        VBuffer<float> values = default;
        Assert.That(() => getter(ref values), Throws.InvalidOperationException.With.Message.Contains("before the first row"));
        while (cursor.MoveNext())
        {
            getter(ref values);
        }

        Assert.That(() => getter(ref values), Throws.InvalidOperationException.With.Message.Contains("past the last"));
    }

    [Test]
    public void An_error_in_a_row_that_is_read_ahead_names_that_row([Values(1, 3)] int batch)
    {
        NamedImage[] images = [.. Enumerable.Range(0, 6).Select(i => Rows.Any(20, 25, i))];
        float[][] masks = [.. images.Select(_ => new float[500])];
        IDataView Masked() => _ml.Data.LoadFromEnumerable(images.Zip(masks, (image, mask) => new MaskedImage { Optical = image.Optical, CloudMask = mask, Height = 20, Width = 25 }));
        var options = new CloudRemovalTransformerOptions { InputColumnName = "Optical", MaskColumnName = "CloudMask" };
        using var transformer = new CloudRemovalTransformer(Fixtures.Model(sar: false), options, new ExecutionOptions { Engine = EngineKind.Cpu, Threads = 2, Batch = batch });
        masks[4][7] = 0.5f;
        Assert.That(() => ChainTests.Column(transformer.Transform(Masked()), "CloudFree"), Throws.TypeOf<CloudlessException>().With.Message.StartsWith("Column 'CloudMask' of row 4"));
        masks[4] = new float[499];
        Assert.That(() => ChainTests.Column(transformer.Transform(Masked()), "CloudFree"), Throws.TypeOf<RasterMismatchException>().With.Message.StartsWith("Column 'CloudMask' of row 4"));
    }

    private static IDataView Removed(IDataView data, int batch) =>
        new CloudRemovalTransformer(Fixtures.Model(), execution: new ExecutionOptions { Engine = EngineKind.Cpu, Threads = 2, Batch = batch }).Transform(new SarOpticalStackTransformer().Transform(data));

    private sealed class MaskedImage
    {
        public float[] Optical { get; set; } = [];

        public float[] CloudMask { get; set; } = [];

        public int Height { get; set; }

        public int Width { get; set; }
    }
}
