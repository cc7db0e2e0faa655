using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.MLNet;
using Cloudless.MLNet.Binding;
using Cloudless.MLNet.DataViews;
using Cloudless.MLNet.Kernels;
using Cloudless.Tests.Removal;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.Tests.MLNet;

/// <summary>How many rows are read and computed together; that the values do not depend on it is tested with the cursors.</summary>
[TestFixture]
public class LookAheadTests
{
    private readonly MLContext _ml = new(1);

    [Test]
    public void As_many_images_as_are_worth_gathering_are_computed_at_once()
    {
        var kernel = new CountingKernel(3);
        float[][] values = ChainTests.Column(View(kernel, _ml.Data.LoadFromEnumerable(Rows.Known(7))), "Count");
        Assert.Multiple(() =>
        {
            Assert.That(kernel.Counts, Is.EqualTo(new[] { 3, 3, 1 }));
            Assert.That(values.Select(v => v[0]), Is.EqualTo(new[] { 3f, 3, 3, 3, 3, 3, 1 }));
        });
    }

    [Test]
    public void Images_of_another_size_begin_a_batch_of_their_own()
    {
        var kernel = new CountingKernel(5);
        ChainTests.Column(View(kernel, _ml.Data.LoadFromEnumerable(new[] { (9, 8), (9, 8), (8, 9), (9, 8), (9, 8) }.Select((s, i) => Rows.Any(s.Item1, s.Item2, i)))), "Count");
        Assert.That(kernel.Counts, Is.EqualTo(new[] { 2, 1, 2 }));
    }

    [Test]
    public void Rows_read_ahead_whose_values_nobody_fetches_are_not_computed()
    {
        var kernel = new CountingKernel(2);
        IDataView view = View(kernel, _ml.Data.LoadFromEnumerable(Rows.Known(6)));
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(view.Schema["Count"]);
        VBuffer<float> values = default;
        while (cursor.MoveNext())
        {
            if (cursor.Position == 3)
            {
                getter(ref values);
            }
        }

        Assert.That(kernel.Counts, Is.EqualTo(new[] { 2 }));
    }

    // 24 x 30 pixels: 4 x 24 x 36 pixels a thread are 9 images for two.
    [TestCase(1, 1)]
    [TestCase(3, 3)]
    [TestCase(0, 9)]
    public void The_removal_reads_as_far_ahead_as_the_execution_options_say(int batch, int rows)
    {
        var source = new SpyView(_ml.Data.LoadFromEnumerable(Rows.Known(12)));
        using var removal = new CloudRemovalTransformer(
            Fixtures.Model(missingFill: -15), new CloudRemovalTransformerOptions { InputColumnName = "Optical" }, new ExecutionOptions { Engine = EngineKind.Cpu, Threads = 2, Batch = batch });
        IDataView view = removal.Transform(source);
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["CloudFree"]]);
        Assert.That(cursor.MoveNext());
        Assert.That(source.RowsRead, Is.EqualTo(rows));
    }

    private static IDataView View(IImageKernel kernel, IDataView source) => new ImageDataView(source, ImageBinding.Bind(source.Schema, kernel, new CloudMaskTransformerOptions(), null));

    /// <summary>Makes images of the number of images that came with them.</summary>
    private sealed class CountingKernel(int batch) : IImageKernel
    {
        public List<int> Counts { get; } = [];

        public string OutputColumnName => "Count";

        public int OutputChannels => 1;

        public IReadOnlyList<ImageInput> Inputs { get; } = [new("Optical", 13)];

        public int BatchOf(ImageSize size) => batch;

        public void Run(in ImageBatch images, Span<float> output)
        {
            Counts.Add(images.Count);
            output.Fill(images.Count);
        }

        public void Dispose()
        {
        }
    }
}
