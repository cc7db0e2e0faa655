using Cloudless.Inference;
using Cloudless.MLNet;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Removal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ML;
using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.Tests.MLNet;

[TestFixture]
public class PredictionEngineTests
{
    private static readonly ExecutionOptions Cpu = new() { Engine = EngineKind.Cpu, Threads = 2 };

    private readonly MLContext _ml = new(1);

    [Test]
    public void A_prediction_engine_gives_what_the_data_view_gives()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(3));
        TransformerChain<CloudRemovalTransformer> fitted = Chain().Fit(data);
        float[][] expected = ChainTests.Column(fitted.Transform(data), "CloudFree");
        using PredictionEngine<KnownSizeRow, AllColumns> engine = _ml.Model.CreatePredictionEngine<KnownSizeRow, AllColumns>(fitted);
        AllColumns reused = new();
        int i = 0;
        foreach (KnownSizeRow row in Rows.Known(3))
        {
            engine.Predict(row, ref reused);
            Assert.Multiple(() =>
            {
                Assert.That(engine.Predict(row).CloudFree, Is.EqualTo(expected[i]));
                Assert.That(reused.CloudFree, Is.EqualTo(expected[i]));
                Assert.That(reused.SarOptical, Has.Length.EqualTo(15 * KnownSizeRow.Height * KnownSizeRow.Width));
                Assert.That(reused.CloudMask, Has.Length.EqualTo(KnownSizeRow.Height * KnownSizeRow.Width));
            });
            i++;
        }
    }

    [Test]
    public void Images_of_any_size_go_through_one_engine()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { Rows.Any(20, 25) });
        using PredictionEngine<SatelliteImage, CloudFreeImage> engine = _ml.Model.CreatePredictionEngine<SatelliteImage, CloudFreeImage>(Chain().Fit(data));
        foreach ((int height, int width) in new[] { (20, 25), (9, 40), (33, 33) })
        {
            Assert.That(engine.Predict(Rows.Any(height, width)).CloudFree, Has.Length.EqualTo(13 * height * width));
        }
    }

    [Test]
    public void The_network_runs_once_a_row_however_many_columns_are_made_of_its_result()
    {
        // Two readers of CloudFree beside the prediction itself. The network is counted by its errors: a model that fails leaves nothing to keep.
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(1));
        var source = new SpyView(data);
        IDataView view = _ml.Transforms.StackSarOptical().Append(new CloudRemovalTransformer(Fixtures.Model(), execution: Cpu with { Batch = 1 })).Append(_ml.Transforms.CopyColumns("A", "CloudFree"))
            .Append(_ml.Transforms.CopyColumns("B", "CloudFree")).Fit(data).Transform(source);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema.Where(c => c.Name is "A" or "B" or "CloudFree"));
        ValueGetter<VBuffer<float>>[] getters = [.. new[] { "A", "B", "CloudFree" }.Select(n => cursor.GetGetter<VBuffer<float>>(view.Schema[n]))];
        Assert.That(cursor.MoveNext());
        VBuffer<float> buffer = default;
        Array.ForEach(getters, g => g(ref buffer));
        getters[0](ref buffer);
        // Optical and Sar, read once each for the one image computed.
        Assert.That(source.ValuesRead, Is.EqualTo(2));
    }

    [Test]
    public void Prediction_engines_on_several_threads_share_one_transformer([Values(EngineKind.Cpu, EngineKind.OnnxRuntime)] EngineKind kind)
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(8));
        using TransformerChain<CloudRemovalTransformer> fitted = Chain(kind).Fit(data);
        float[][] expected = ChainTests.Column(fitted.Transform(data), "CloudFree");
        KnownSizeRow[] rows = [.. Rows.Known(8)];
        var options = new PredictionEngineOptions { OwnsTransformer = false };
        var pool = new DefaultObjectPool<PredictionEngine<KnownSizeRow, CloudFreeImage>>(new EnginePolicy(() => _ml.Model.CreatePredictionEngine<KnownSizeRow, CloudFreeImage>(fitted, options)));
        Parallel.For(0, 32, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            PredictionEngine<KnownSizeRow, CloudFreeImage> engine = pool.Get();
            // ONNX Runtime promises no bits; 0.05 DN is a hundredth of the sensor's noise.
            Assert.That(engine.Predict(rows[i % 8]).CloudFree, Is.EqualTo(expected[i % 8]).Within(kind == EngineKind.Cpu ? 0 : 0.05));
            pool.Return(engine);
        });
    }

    [Test]
    public void The_prediction_engine_pool_of_web_services_serves_a_chain()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(2));
        using TransformerChain<CloudRemovalTransformer> fitted = Chain().Fit(data);
        float[][] expected = ChainTests.Column(fitted.Transform(data), "CloudFree");
        var services = new ServiceCollection();
        services.AddPredictionEnginePool<KnownSizeRow, CloudFreeImage>();
        services.AddOptions<PredictionEnginePoolOptions<KnownSizeRow, CloudFreeImage>>().Configure(o => o.ModelLoader = new InMemory(fitted));
        using ServiceProvider provider = services.BuildServiceProvider();
        var pool = provider.GetRequiredService<PredictionEnginePool<KnownSizeRow, CloudFreeImage>>();
        KnownSizeRow[] rows = [.. Rows.Known(2)];
        Parallel.For(0, 8, i => Assert.That(pool.Predict(rows[i % 2]).CloudFree, Is.EqualTo(expected[i % 2])));
    }

    [Test]
    public void A_mapper_tells_what_it_needs_and_refuses_rows_of_another_schema()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(1)), other = _ml.Data.LoadFromEnumerable(Rows.Known(1));
        ITransformer stack = new SarOpticalStackTransformer();
        IRowToRowMapper mapper = stack.GetRowToRowMapper(data.Schema);
        using DataViewRowCursor strange = other.GetRowCursor(other.Schema), row = data.GetRowCursor(data.Schema);
        Assert.Multiple(() =>
        {
            Assert.That(stack.IsRowToRowMapper);
            Assert.That(mapper.InputSchema, Is.SameAs(data.Schema));
            Assert.That(mapper.GetDependencies([mapper.OutputSchema["SarOptical"]]).Select(c => c.Name), Is.EqualTo(new[] { "Optical", "Sar" }));
            Assert.That(mapper.GetDependencies([mapper.OutputSchema["Name"]]).Select(c => c.Name), Is.EqualTo(new[] { "Name" }));
            Assert.That(() => mapper.GetRow(strange, mapper.OutputSchema), Throws.InvalidOperationException.With.Message.EqualTo("Schema of input row must be the same as the schema the mapper is bound to"));
            Assert.That(mapper.GetRow(row, [mapper.OutputSchema["Name"]]).IsColumnActive(mapper.OutputSchema["SarOptical"]), Is.False);
        });
    }

    private static EstimatorChain<CloudRemovalTransformer> Chain(EngineKind engine = EngineKind.Cpu) =>
        new CloudMaskTransformer().Append(new SarOpticalStackTransformer()).Append(new CloudRemovalTransformer(Fixtures.Model(), execution: Cpu with { Engine = engine }));

    private sealed class EnginePolicy(Func<PredictionEngine<KnownSizeRow, CloudFreeImage>> create) : PooledObjectPolicy<PredictionEngine<KnownSizeRow, CloudFreeImage>>
    {
        public override PredictionEngine<KnownSizeRow, CloudFreeImage> Create() => create();

        public override bool Return(PredictionEngine<KnownSizeRow, CloudFreeImage> obj) => true;
    }

    private sealed class InMemory(ITransformer model) : ModelLoader
    {
        public override Microsoft.Extensions.Primitives.IChangeToken GetReloadToken() => new Microsoft.Extensions.Primitives.CancellationChangeToken(CancellationToken.None);

        public override ITransformer GetModel() => model;
    }
}
