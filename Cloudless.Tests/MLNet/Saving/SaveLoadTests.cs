using System.Runtime.CompilerServices;
using Cloudless.Imagery;
using Cloudless.MLNet;
using Cloudless.MLNet.Saving;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Removal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ML;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.Tests.MLNet.Saving;

[TestFixture]
public class SaveLoadTests
{
    private readonly MLContext _ml = new(1);
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("cloudless-mlnet-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Another_process_loads_the_pipeline_and_predicts_the_same()
    {
        string model = Path.Combine(_folder, "model.onnx"), file = Path.Combine(_folder, "pipeline.zip");
        Fixtures.Model().Save(model);
        ITransformer trained = Pipelines.Train(_ml, CloudRemovalModel.Load(model));
        File.Delete(model);
        _ml.Model.Save(trained, Pipelines.Data(_ml).Schema, file);
        string[] expected = Pipelines.Predict(_ml, trained);
        Assert.Multiple(() =>
        {
            Assert.That(OtherProcess.Predict(file), Is.EqualTo(expected));
            Assert.That(expected.Distinct().Count(), Is.EqualTo(expected.Length), "each row has an answer of its own");
        });
    }

    [Test]
    public void Image_columns_load_as_vectors_of_variable_size_and_leave_nothing_else_behind()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(2));
        ITransformer chain = new CloudMaskTransformer().Append(new SarOpticalStackTransformer()).Append(Removal()).Fit(data);
        ITransformer loaded = Pipelines.Reload(_ml, chain, data.Schema);
        IDataView typed = chain.Transform(data), output = loaded.Transform(data);
        Assert.Multiple(() =>
        {
            Assert.That(output.Schema.Select(c => c.Name), Is.EqualTo(typed.Schema.Select(c => c.Name)));
            Assert.That(((VectorDataViewType)output.Schema["CloudFree"].Type).IsKnownSize, Is.False);
            foreach (string column in new[] { "CloudMask", "SarOptical", "CloudFree" })
            {
                Assert.That(ChainTests.Column(output, column), Is.EqualTo(ChainTests.Column(typed, column)), column);
            }
        });
    }

    [Test]
    public void Rows_with_sizes_of_their_own_keep_them()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([Rows.Any(20, 25, 0), Rows.Any(31, 17, 1), Rows.Any(20, 25, 2)]);
        ITransformer chain = new CloudMaskTransformer().Append(new SarOpticalStackTransformer())
            .Append(new CloudRemovalTransformer(Fixtures.Model(), new CloudRemovalTransformerOptions { MaskColumnName = "CloudMask" }, Pipelines.Cpu)).Fit(data);
        Assert.That(
            ChainTests.Column(Pipelines.Reload(_ml, chain).Transform(data), "CloudFree"), Is.EqualTo(ChainTests.Column(chain.Transform(data), "CloudFree")));
    }

    [Test]
    public void A_loaded_pipeline_names_the_column_and_the_way_out_where_images_have_another_size()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(1));
        ITransformer loaded = Pipelines.Reload(_ml, new CloudMaskTransformer().Fit(data));
        Exception error = Assert.Catch(() => ChainTests.Column(loaded.Transform(_ml.Data.LoadFromEnumerable([Rows.Any(20, 25)])), "CloudMask"));
        Assert.That(error.GetBaseException(), Is.TypeOf<RasterMismatchException>().With.Message.Contains("'Optical'").And.Message.Contains("30 x 24").And.Message.Contains("Restore"));
    }

    [Test]
    public void A_pipeline_saved_before_it_was_fitted_takes_sizes_from_the_rows()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([Rows.Any(20, 25, 0), Rows.Any(31, 17, 1)]);
        var mask = new CloudMaskTransformer();
        Assert.That(ChainTests.Column(Pipelines.Reload(_ml, mask).Transform(data), "CloudMask"), Is.EqualTo(ChainTests.Column(mask.Transform(data), "CloudMask")));
    }

    [Test]
    public void Columns_of_other_names_are_saved_with_them()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([Rows.Any(25, 25)]);
        ITransformer names = _ml.Transforms.CopyColumns("Side", "Height").Append(_ml.Transforms.CopyColumns("Image", "Optical")).Append(_ml.Transforms.DropColumns("Optical", "Height", "Width")).Fit(data);
        IDataView renamed = names.Transform(data);
        var mask = new CloudMaskTransformer(new CloudMaskTransformerOptions { InputColumnName = "Image", OutputColumnName = "Clouds", HeightColumnName = "Side", WidthColumnName = "Side" });
        Assert.That(ChainTests.Column(Pipelines.Reload(_ml, mask.Fit(renamed)).Transform(renamed), "Clouds"), Is.EqualTo(ChainTests.Column(mask.Transform(renamed), "Clouds")));
    }

    [Test]
    public void The_default_model_is_saved_with_the_pipeline_so_that_a_version_with_another_one_gives_the_same()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(1));
        ITransformer with = new SarOpticalStackTransformer().Append(new CloudRemovalTransformer()).Fit(data);
        using CloudRemovalTransformer without = _ml.Transforms.RemoveClouds("CloudFree", "Optical").Fit(data);
        using var restored = (CloudRemovalTransformer)_ml.Model.Restore(Pipelines.Reload(_ml, without));
        Assert.Multiple(() =>
        {
            Assert.That(ChainTests.Column(Pipelines.Reload(_ml, with).Transform(data), "CloudFree"), Is.EqualTo(ChainTests.Column(with.Transform(data), "CloudFree")));
            Assert.That(ChainTests.Column(Pipelines.Reload(_ml, without).Transform(data), "CloudFree"), Is.EqualTo(ChainTests.Column(without.Transform(data), "CloudFree")));
            Assert.That(restored.Model?.Bytes, Is.EqualTo(CloudRemovalModel.LoadDefault().Bytes), "the bytes come from the file, not from the library");
        });
    }

    [Test]
    public void A_loaded_pipeline_can_be_saved_again()
    {
        ITransformer trained = Pipelines.Train(_ml);
        Assert.That(Pipelines.Predict(_ml, Pipelines.Reload(_ml, Pipelines.Reload(_ml, trained))), Is.EqualTo(Pipelines.Predict(_ml, trained)));
    }

    [Test]
    public void Prediction_engines_and_their_pool_use_a_loaded_pipeline()
    {
        string file = Path.Combine(_folder, "pipeline.zip");
        ITransformer trained = Pipelines.Train(_ml);
        _ml.Model.Save(trained, Pipelines.Data(_ml).Schema, file);
        string[] expected = Pipelines.Predict(_ml, trained);
        LabeledImage[] rows = [.. Pipelines.Labeled(expected.Length)];

        using PredictionEngine<LabeledImage, Prediction> engine = _ml.Model.CreatePredictionEngine<LabeledImage, Prediction>(_ml.Model.Load(file, out _));
        Assert.That(rows.Select(r => engine.Predict(r).Line), Is.EqualTo(expected));

        var services = new ServiceCollection();
        services.AddPredictionEnginePool<LabeledImage, Prediction>().FromFile("clouds", file, watchForChanges: false);
        using ServiceProvider provider = services.BuildServiceProvider();
        var pool = provider.GetRequiredService<PredictionEnginePool<LabeledImage, Prediction>>();
        Assert.That(rows.AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(r => pool.Predict("clouds", r).Line), Is.EqualTo(expected));
    }

    [Test]
    public void The_network_does_not_run_where_its_column_is_not_read()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(2));
        int before = StepRunner.HeldSteps;
        ITransformer loaded = Pipelines.Reload(_ml, new SarOpticalStackTransformer().Append(Removal()).Fit(data));
        Assert.Multiple(() =>
        {
            Assert.That(loaded.Transform(data).GetColumn<string>("Name").Count(), Is.EqualTo(2));
            Assert.That(StepRunner.HeldSteps, Is.LessThanOrEqualTo(before), "no step was made");
        });
    }

    // Threads of ML.NET's that have come to their end may still hold the pipeline that was used last.
    [Test]
    public void Loaded_pipelines_that_nobody_holds_free_their_engines()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(1));
        using TransformerChain<CloudRemovalTransformer> chain = new SarOpticalStackTransformer().Append(Removal()).Fit(data);
        const int Steps = 2;
        for (int i = 0; i < 5; i++)
        {
            Use(chain, data);
        }

        for (int i = 0; i < 10 && StepRunner.HeldSteps > Steps; i++)
        {
            CollectAll();
        }

        Assert.That(StepRunner.HeldSteps, Is.LessThanOrEqualTo(Steps));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Use(ITransformer chain, IDataView data)
    {
        ITransformer loaded = Pipelines.Reload(_ml, chain);
        Assert.That(ChainTests.Column(loaded.Transform(data), "CloudFree")[0], Has.Length.EqualTo(13 * KnownSizeRow.Height * KnownSizeRow.Width));
        Assert.That(StepRunner.HeldSteps, Is.GreaterThanOrEqualTo(2), "its steps are there");
        GC.KeepAlive(loaded);
    }

    private static void CollectAll()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static CloudRemovalTransformer Removal() => new(Fixtures.Model(), execution: Pipelines.Cpu);
}
