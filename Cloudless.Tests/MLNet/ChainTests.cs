using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Masks;
using Cloudless.MLNet;
using Cloudless.Networks.Onnx;
using Cloudless.Removal;
using Cloudless.Tests.Removal;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.Tests.MLNet;

[TestFixture]
public class ChainTests
{
    private static readonly ExecutionOptions Cpu = new() { Engine = EngineKind.Cpu, Threads = 2 };

    private readonly MLContext _ml = new(1);

    [Test]
    public void A_chain_of_all_three_gives_what_the_library_gives_called_directly()
    {
        CloudRemovalModel model = Fixtures.Model();
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(3));
        using TransformerChain<CloudRemovalTransformer> fitted = new CloudMaskTransformer()
            .Append(new SarOpticalStackTransformer())
            .Append(new CloudRemovalTransformer(model, execution: Cpu))
            .Fit(data);
        AllColumns[] rows = [.. _ml.Data.CreateEnumerable<AllColumns>(fitted.Transform(data), reuseRowObject: false)];

        using var remover = new CloudRemover(model, Cpu);
        for (int i = 0; i < rows.Length; i++)
        {
            Raster<float> optical = Rows.Optical(KnownSizeRow.Height, KnownSizeRow.Width, i), sar = Fixtures.Sar(KnownSizeRow.Height, KnownSizeRow.Width);
            byte[] classes = CloudShadowMask.Compute(optical, new CloudMaskOptions { MarkNoData = true }).Data;
            Assert.Multiple(() =>
            {
                Assert.That(rows[i].Name, Is.EqualTo($"row {i}"));
                Assert.That(rows[i].CloudMask, Is.EqualTo(classes.Select(c => (float)c)));
                Assert.That(rows[i].SarOptical, Is.EqualTo(optical.Data.Concat(sar.Data)));
                Assert.That(rows[i].CloudFree, Is.EqualTo(remover.Remove(optical, sar).Image.Data));
                Assert.That(rows[i].CloudFree, Is.Not.EqualTo(optical.Data), "something was repainted");
            });
        }
    }

    [Test]
    public void Columns_of_known_size_stay_of_known_size_with_their_dimensions()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(1));
        DataViewSchema schema = new CloudMaskTransformer().Append(new SarOpticalStackTransformer()).Append(new CloudRemovalTransformer()).Fit(data).GetOutputSchema(data.Schema);
        Assert.Multiple(() =>
        {
            Assert.That(schema["CloudMask"].Type.ToString(), Is.EqualTo("Vector<Single, 24, 30>"));
            Assert.That(schema["SarOptical"].Type.ToString(), Is.EqualTo("Vector<Single, 15, 24, 30>"));
            Assert.That(schema["CloudFree"].Type.ToString(), Is.EqualTo("Vector<Single, 13, 24, 30>"));
        });
    }

    [Test]
    public void A_transformer_stands_first_and_last_in_chains_of_estimators_with_others_between()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(2));
        EstimatorChain<CloudRemovalTransformer> last = _ml.Transforms.CopyColumns("Copy", "Optical").Append(_ml.Transforms.StackSarOptical("SarOptical", "Copy")).Append(Removal());
        EstimatorChain<Microsoft.ML.Transforms.ColumnCopyingTransformer> first = _ml.Transforms.StackSarOptical().Append(Removal()).Append(_ml.Transforms.CopyColumns("Result", "CloudFree"));
        float[][] a = Column(last.Fit(data).Transform(data), "CloudFree"), b = Column(first.Fit(data).Transform(data), "Result");
        Assert.That(a, Is.EqualTo(b));
    }

    [Test]
    public void A_transformer_stands_first_and_last_in_chains_of_transformers()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(2));
        ITransformer copy = _ml.Transforms.CopyColumns("Copy", "Optical").Fit(data);
        TransformerChain<CloudRemovalTransformer> last = copy.Append(new SarOpticalStackTransformer()).Append(Removal());
        var both = new TransformerChain<CloudRemovalTransformer>(new SarOpticalStackTransformer(), Removal());
        TransformerChain<ITransformer> first = new SarOpticalStackTransformer().Append(copy);
        Assert.Multiple(() =>
        {
            Assert.That(Column(last.Transform(data), "CloudFree"), Is.EqualTo(Column(both.Transform(data), "CloudFree")));
            Assert.That(first.Transform(data).Schema.Select(c => c.Name), Is.SupersetOf(new[] { "SarOptical", "Copy" }));
        });
    }

    [Test]
    public void Fitted_chains_grow_by_transformers_and_chains_of_estimators_by_a_trainer()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(6).Select((row, i) => new LabeledRow { Optical = row.Optical, Sar = row.Sar, Label = (i % 2) + 0.5f }));
        TransformerChain<SarOpticalStackTransformer> fitted = _ml.Transforms.CopyColumns("Copy", "Optical").Append(new SarOpticalStackTransformer()).Fit(data);
        float[][] grown = Column(fitted.Append(Removal()).Transform(data), "CloudFree");
        var trained = new SarOpticalStackTransformer().Append(Removal())
            .Append(_ml.Regression.Trainers.Sdca(featureColumnName: "CloudFree", maximumNumberOfIterations: 2)).Fit(data);
        Assert.Multiple(() =>
        {
            Assert.That(grown, Has.Length.EqualTo(6));
            Assert.That(Column<float>(trained.Transform(data), "Score"), Has.Length.EqualTo(6).And.All.Matches<float>(float.IsFinite));
        });
    }

    [Test]
    public void A_mask_column_decides_what_is_repainted()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(1));
        IEstimator<ITransformer> chain = _ml.Transforms.GenerateCloudMask(threshold: 0.9999, shadow: false)
            .Append(_ml.Transforms.StackSarOptical())
            .Append(_ml.Transforms.RemoveClouds(Fixtures.Model(), new CloudRemovalTransformerOptions { MaskColumnName = "CloudMask" }, Cpu));
        float[] nothing = Column(chain.Fit(data).Transform(data), "CloudFree")[0];
        float[] something = Column(_ml.Transforms.GenerateCloudMask().Append(_ml.Transforms.StackSarOptical())
            .Append(_ml.Transforms.RemoveClouds(Fixtures.Model(), new CloudRemovalTransformerOptions { MaskColumnName = "CloudMask" }, Cpu)).Fit(data).Transform(data), "CloudFree")[0];
        float[] optical = Rows.Known(1).First().Optical;
        Assert.Multiple(() =>
        {
            Assert.That(nothing, Is.EqualTo(optical), "no pixel reaches this threshold");
            Assert.That(something, Is.Not.EqualTo(optical));
        });
    }

    [Test]
    public void A_score_with_the_removal_method_as_weight_is_what_the_remover_does_by_itself()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(2));
        CloudRemovalModel model = Fixtures.Model();
        var byColumn = _ml.Transforms.GenerateCloudMask(method: CloudMaskMethod.Removal, output: CloudMaskOutput.Score).Append(_ml.Transforms.StackSarOptical())
            .Append(_ml.Transforms.RemoveClouds(model, new CloudRemovalTransformerOptions { MaskColumnName = "CloudMask", MaskValues = MaskValues.Weight }, Cpu));
        var byItself = _ml.Transforms.StackSarOptical().Append(_ml.Transforms.RemoveClouds(model, execution: Cpu));
        Assert.That(Column(byColumn.Fit(data).Transform(data), "CloudFree"), Is.EqualTo(Column(byItself.Fit(data).Transform(data), "CloudFree")));
    }

    [Test]
    public void Rows_with_sizes_of_their_own_come_out_in_their_own_sizes()
    {
        NamedImage[] images = [Rows.Any(20, 25, 0), Rows.Any(20, 25, 1), Rows.Any(31, 17, 2), Rows.Any(20, 25, 3)];
        IDataView data = _ml.Data.LoadFromEnumerable(images);
        AllColumns[] rows = [.. _ml.Data.CreateEnumerable<AllColumns>(
            new CloudMaskTransformer().Append(new SarOpticalStackTransformer()).Append(Removal()).Fit(data).Transform(data), reuseRowObject: true).Select(Copy)];
        using var remover = new CloudRemover(Fixtures.Model(), Cpu);
        for (int i = 0; i < images.Length; i++)
        {
            (int height, int width) = (images[i].Height, images[i].Width);
            float[] expected = remover.Remove(new Raster<float>(13, height, width, images[i].Optical), new Raster<float>(2, height, width, images[i].Sar)).Image.Data;
            Assert.Multiple(() =>
            {
                Assert.That(rows[i].CloudMask, Has.Length.EqualTo(height * width));
                Assert.That(rows[i].CloudFree, Is.EqualTo(expected));
                Assert.That(rows[i].Name, Is.EqualTo(images[i].Name));
            });
        }
    }

    [Test]
    public void The_embedded_model_serves_images_with_and_without_sar()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(1));
        float[] with = Column(new SarOpticalStackTransformer().Append(new CloudRemovalTransformer()).Fit(data).Transform(data), "CloudFree")[0];
        float[] without = Column(_ml.Transforms.RemoveClouds("CloudFree", "Optical").Fit(data).Transform(data), "CloudFree")[0];
        Raster<float> optical = Rows.Optical(KnownSizeRow.Height, KnownSizeRow.Width, 0);
        using var remover = new CloudRemover(CloudRemovalModel.LoadDefault());
        Assert.Multiple(() =>
        {
            Assert.That(without, Is.EqualTo(remover.Remove(optical).Image.Data));
            Assert.That(with, Is.Not.EqualTo(without));
        });
    }

    internal static float[][] Column(IDataView data, string name) => [.. data.GetColumn<float[]>(name)];

    private static T[] Column<T>(IDataView data, string name) => [.. data.GetColumn<T>(name)];

    private static CloudRemovalTransformer Removal() => new(Fixtures.Model(), execution: Cpu);

    private static AllColumns Copy(AllColumns row) => new() { CloudFree = [.. row.CloudFree], CloudMask = [.. row.CloudMask], SarOptical = [.. row.SarOptical], Name = row.Name };

    private sealed class LabeledRow : KnownSizeRow
    {
        public float Label { get; set; }
    }
}
