using Cloudless.Fusion;
using Cloudless.Inference;
using Cloudless.Masks;
using Cloudless.MLNet;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Removal;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.Tests.MLNet.Saving;

[TestFixture]
public class RestoreTests
{
    private readonly MLContext _ml = new(1);

    [Test]
    public void A_restored_pipeline_has_typed_transformers_in_the_same_scopes_and_predicts_the_same()
    {
        ITransformer trained = Pipelines.Train(_ml);
        using var restored = (TransformerChain<ITransformer>)_ml.Model.Restore(Pipelines.Reload(_ml, trained), Pipelines.Cpu);
        var unlabeled = _ml.Transforms.DropColumns("Label").Fit(Pipelines.Data(_ml)).Transform(Pipelines.Data(_ml));
        Assert.Multiple(() =>
        {
            Assert.That(restored.Select(t => t.GetType()).Take(3), Is.EqualTo(new[] { typeof(CloudMaskTransformer), typeof(SarOpticalStackTransformer), typeof(CloudRemovalTransformer) }));
            Assert.That(Pipelines.Predict(_ml, restored), Is.EqualTo(Pipelines.Predict(_ml, trained)));
            Assert.That(restored.Transform(unlabeled).Schema["CloudFree"].Type.ToString(), Is.EqualTo("Vector<Single, 13, 24, 30>"));
            Assert.That(restored.GetModelFor(TransformerScope.Testing).Count(), Is.EqualTo(restored.GetModelFor(TransformerScope.Scoring).Count() + 1), "the label's key is for training and testing");
        });
    }

    [Test]
    public void All_options_and_the_model_come_back()
    {
        var maskOptions = new CloudMaskTransformerOptions
        {
            InputColumnName = "A", OutputColumnName = "B", Height = 12, Width = 14, HeightColumnName = "C", WidthColumnName = "D",
            Detection = new() { Method = CloudMaskMethod.Removal, Output = CloudMaskOutput.Score, Threshold = 1.0 / 3, Shadow = false },
        };
        var stackOptions = new SarOpticalStackTransformerOptions { OpticalColumnName = "A", SarColumnName = "B", OutputColumnName = "C", SarScale = SarScale.Linear, FillMissingSar = true };
        var removalOptions = new CloudRemovalTransformerOptions
        {
            InputColumnName = "A", OutputColumnName = "B", MaskColumnName = "C", MaskValues = MaskValues.Weight,
            Mask = new() { CloudThreshold = 0.25, CirrusThreshold = double.PositiveInfinity, Dilation = 7, Feather = 2, ShadowReach = 11 },
        };
        CloudRemovalModel model = Fixtures.Model();
        var mask = (CloudMaskTransformer)Restored(new CloudMaskTransformer(maskOptions));
        var stack = (SarOpticalStackTransformer)Restored(new SarOpticalStackTransformer(stackOptions));
        using var removal = (CloudRemovalTransformer)Restored(new CloudRemovalTransformer(model, removalOptions), Pipelines.Cpu);
        Assert.Multiple(() =>
        {
            Assert.That(mask.Options, Is.EqualTo(maskOptions));
            Assert.That(stack.Options, Is.EqualTo(stackOptions));
            Assert.That(removal.Options, Is.EqualTo(removalOptions));
            Assert.That(removal.Model!.Bytes, Is.EqualTo(model.Bytes));
            Assert.That(removal.Execution, Is.EqualTo(Pipelines.Cpu));
        });
    }

    [Test]
    public void A_model_file_is_not_needed_once_the_pipeline_is_saved()
    {
        string path = Path.GetTempFileName();
        Fixtures.Model().Save(path, overwrite: true);
        var named = new CloudRemovalTransformer(new CloudRemovalTransformerOptions { ModelPath = path });
        File.Delete(path);
        using var restored = (CloudRemovalTransformer)Restored(named);
        Assert.Multiple(() =>
        {
            Assert.That(restored.Options.ModelPath, Is.Null);
            Assert.That(restored.Model!.Sha256, Is.EqualTo(Fixtures.Model().Sha256));
        });
    }

    [Test]
    public void A_trainer_right_behind_an_image_column_works_once_the_pipeline_is_restored()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(4).Select((row, i) => new Target { Optical = row.Optical, Sar = row.Sar, Label = i }));
        ITransformer trained = new SarOpticalStackTransformer().Append(new CloudRemovalTransformer(Fixtures.Model(), execution: Pipelines.Cpu))
            .Append(_ml.Regression.Trainers.Sdca(featureColumnName: "CloudFree", maximumNumberOfIterations: 2)).Fit(data);
        ITransformer loaded = Pipelines.Reload(_ml, trained);
        Assert.Multiple(() =>
        {
            Assert.Catch<ArgumentOutOfRangeException>(() => loaded.Transform(data), "the size of the column is not known");
            Assert.That(
                _ml.Model.Restore(loaded, Pipelines.Cpu).Transform(data).GetColumn<float>("Score"), Is.EqualTo(trained.Transform(data).GetColumn<float>("Score")));
        });
    }

    [Test]
    public void A_loaded_pipeline_that_has_grown_is_restored_as_a_whole()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(2));
        ITransformer loaded = Pipelines.Reload(_ml, new SarOpticalStackTransformer().Append(new CloudRemovalTransformer(Fixtures.Model(), execution: Pipelines.Cpu)).Fit(data));
        TransformerChain<Microsoft.ML.Transforms.ColumnCopyingTransformer> grown = loaded.Append(_ml.Transforms.CopyColumns("Result", "CloudFree").Fit(loaded.Transform(data)));
        using var restored = (TransformerChain<ITransformer>)_ml.Model.Restore(grown, Pipelines.Cpu);
        IDataView result = restored.Transform(data);
        Assert.Multiple(() =>
        {
            Assert.That(result.Schema["Result"].Type.ToString(), Is.EqualTo("Vector<Single, 13, 24, 30>"));
            Assert.That(ChainTests.Column(result, "Result"), Is.EqualTo(ChainTests.Column(grown.Transform(data), "Result")));
        });
    }

    [Test]
    public void What_has_nothing_of_Cloudless_stays_as_it_is()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(1));
        ITransformer copy = _ml.Transforms.CopyColumns("A", "Optical").Fit(data), chain = new TransformerChain<ITransformer>(copy, copy);
        Assert.Multiple(() =>
        {
            Assert.That(_ml.Model.Restore(copy), Is.SameAs(copy));
            Assert.That(_ml.Model.Restore(chain), Is.SameAs(chain));
        });
    }

    private ITransformer Restored(ITransformer transformer, ExecutionOptions? execution = null) => _ml.Model.Restore(Pipelines.Reload(_ml, transformer), execution);

    private sealed class Target : KnownSizeRow
    {
        public float Label { get; set; }
    }
}
