using Cloudless.MLNet;
using Cloudless.Tests.MLNet.Saving;
using Cloudless.Tests.Rasters;
using Cloudless.Tests.Removal;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.Tests.MLNet;

/// <summary>The same images in the forms that ML.NET gives them: dense or sparse, with their size in the type, in the row, or learned when fitting.</summary>
[TestFixture]
public class InputFormTests
{
    private const int Height = KnownSizeRow.Height, Width = KnownSizeRow.Width;

    private readonly MLContext _ml = new(1);

    [Test]
    public void Sparse_vectors_give_what_dense_ones_give([Values(1, 2)] int batch)
    {
        IDataView dense = _ml.Data.LoadFromEnumerable(Rows.Known(3)), sparse = _ml.Data.LoadFromEnumerable(Rows.Known(3).Select(SparseRow.Of));
        using TransformerChain<CloudRemovalTransformer> chain = new CloudMaskTransformer().Append(new SarOpticalStackTransformer())
            .Append(new CloudRemovalTransformer(Fixtures.Model(), execution: Pipelines.Cpu with { Batch = batch })).Fit(dense);
        ITransformer loaded = Pipelines.Reload(_ml, chain);
        foreach (string column in new[] { "CloudMask", "CloudFree" })
        {
            float[][] expected = ChainTests.Column(chain.Transform(dense), column);
            Assert.That(ChainTests.Column(chain.Transform(sparse), column), Is.EqualTo(expected), column);
            Assert.That(ChainTests.Column(loaded.Transform(sparse), column), Is.EqualTo(expected), column);
        }
    }

    [Test]
    public void A_sparse_image_is_written_as_a_dense_one_is()
    {
        using var folder = new TestFolder();
        RasterFiles.Write(folder, "a");
        IDataView files = _ml.Data.LoadFromRasters(folder.Path);
        float[] image = ChainTests.Column(files, "Optical")[0];
        IDataView sparse = _ml.Data.LoadFromEnumerable([new SparseFile { Optical = SparseRow.Sparse(image), Id = "b", OpticalPath = folder["a_s2_cloudy.tif"] }]);
        string path = _ml.Data.SaveAsRasters(sparse, folder["out"], "Optical").Single();
        Assert.That(ChainTests.Column(_ml.Data.LoadFromRasters([Cloudless.Rasters.ImageFiles.Of(path)]), "Optical")[0], Is.EqualTo(image));
    }

    [Test]
    public void The_size_learned_when_fitting_serves_images_that_tell_none_and_yields_to_rows_that_do([Values] bool restored)
    {
        IDataView known = _ml.Data.LoadFromEnumerable(Rows.Known(1));
        float[] image = Rows.Known(1).Single().Optical;
        ITransformer mask = new CloudMaskTransformer().Fit(known);
        mask = restored ? _ml.Model.Restore(Pipelines.Reload(_ml, mask)) : mask;
        IDataView untold = _ml.Data.LoadFromEnumerable(new[] { new { Optical = image } }), told = _ml.Data.LoadFromEnumerable([Rows.Any(Width, Height)]);
        SchemaDefinition flat = SchemaDefinition.Create(typeof(Untold));
        flat["Optical"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, image.Length);
        IDataView flatly = _ml.Data.LoadFromEnumerable([new Untold { Optical = image }], flat);
        float[][] expected = ChainTests.Column(mask.Transform(known), "CloudMask"), own = ChainTests.Column(new CloudMaskTransformer().Transform(told), "CloudMask");
        Assert.Multiple(() =>
        {
            Assert.That(ChainTests.Column(mask.Transform(untold), "CloudMask"), Is.EqualTo(expected));
            Assert.That(ChainTests.Column(mask.Transform(flatly), "CloudMask"), Is.EqualTo(expected));
            Assert.That(mask.GetOutputSchema(flatly.Schema)["CloudMask"].Type.ToString(), Is.EqualTo($"Vector<Single, {Height}, {Width}>"));
            Assert.That(ChainTests.Column(mask.Transform(told), "CloudMask"), Is.EqualTo(own), "a row of as many pixels in another shape");
            Assert.That(() => new CloudMaskTransformer().Transform(untold), Throws.TypeOf<ArgumentOutOfRangeException>(), "nobody told the size");
        });
    }

    private sealed class Untold
    {
        public float[] Optical { get; set; } = [];
    }

    private sealed class SparseFile
    {
        [VectorType(13, Height, Width)]
        public VBuffer<float> Optical { get; set; }

        public string Id { get; set; } = "";

        public string OpticalPath { get; set; } = "";
    }

    private sealed class SparseRow
    {
        [VectorType(13, Height, Width)]
        public VBuffer<float> Optical { get; set; }

        [VectorType(2, Height, Width)]
        public VBuffer<float> Sar { get; set; }

        public static SparseRow Of(KnownSizeRow row) => new() { Optical = Sparse(row.Optical), Sar = Sparse(row.Sar) };

        public static VBuffer<float> Sparse(float[] values)
        {
            int[] places = [.. Enumerable.Range(0, values.Length).Where(i => values[i] != 0)];
            return new VBuffer<float>(values.Length, places.Length, [.. places.Select(i => values[i])], places);
        }
    }
}
