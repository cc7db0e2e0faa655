using System.Collections.Concurrent;
using System.Diagnostics;
using Cloudless.Inference;
using Cloudless.MLNet;
using Cloudless.MLNet.Kernels;
using Cloudless.Networks.Onnx;
using Cloudless.Removal;
using Cloudless.Tests.Removal;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.Tests.MLNet;

[TestFixture]
public class LifetimeTests
{
    private static readonly ExecutionOptions Cpu = new() { Engine = EngineKind.Cpu, Threads = 2 };

    private readonly MLContext _ml = new(1);

    [Test]
    public void Disposed_transformers_give_their_native_memory_and_their_threads_back()
    {
        // 64 features of two tensors of 15 images of 64 x 64 pixels, and weights: about 35 MB of native memory for each engine.
        CloudRemovalModel model = Fixtures.Model(features: 64, blocks: 1);
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 15).Select(i => Rows.Any(64, 64, i)));
        Use(model, data, 3);
        (long memory, int threads) = Measure();
        Use(model, data, 20);
        (long after, int threadsAfter) = Measure();
        Assert.Multiple(() =>
        {
            Assert.That(after - memory, Is.LessThan(300L << 20), "20 engines that were kept would hold 700 MB");
            Assert.That(threadsAfter - threads, Is.LessThan(15), "20 engines that were kept would have 20 threads beside the callers'");
        });
    }

    [Test]
    public void All_threads_are_lent_the_same_engine()
    {
        using var removers = new SharedRemovers(Fixtures.Model(), Cpu, new RemovalOptions(), "a transformer");
        var lent = new ConcurrentBag<CloudRemover>();
        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            using SharedRemovers.Loan loan = removers.Take();
            lent.Add(loan.Remover);
        });
        Assert.That(lent.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void A_disposed_transformer_refuses_to_compute_and_leaves_the_estimator_it_came_from_alone()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(1));
        EstimatorChain<CloudRemovalTransformer> estimator = new SarOpticalStackTransformer().Append(new CloudRemovalTransformer(Fixtures.Model(), execution: Cpu));
        TransformerChain<CloudRemovalTransformer> first = estimator.Fit(data);
        IDataView view = first.Transform(data);
        float[][] expected = ChainTests.Column(view, "CloudFree");
        first.Dispose();
        first.Dispose();
        using TransformerChain<CloudRemovalTransformer> second = estimator.Fit(data);
        Assert.Multiple(() =>
        {
            Assert.That(() => ChainTests.Column(view, "CloudFree"), Throws.TypeOf<ObjectDisposedException>().With.Message.Contains(nameof(CloudRemovalTransformer)));
            Assert.That(ChainTests.Column(second.Transform(data), "CloudFree"), Is.EqualTo(expected));
        });
    }

    [Test]
    public void Disposing_while_others_compute_lets_them_finish_their_image()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(40));
        for (int round = 0; round < 5; round++)
        {
            var transformer = new CloudRemovalTransformer(Fixtures.Model(features: 16), execution: Cpu with { Batch = 1 });
            IDataView view = transformer.Transform(new SarOpticalStackTransformer().Transform(data));
            int computed = 0;
            Task[] readers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
            {
                using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["CloudFree"]]);
                ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(view.Schema["CloudFree"]);
                VBuffer<float> buffer = default;
                while (cursor.MoveNext())
                {
                    getter(ref buffer);
                    Interlocked.Increment(ref computed);
                }
            }))];
            SpinWait.SpinUntil(() => Volatile.Read(ref computed) > 3);
            transformer.Dispose();
            foreach (Task reader in readers)
            {
                // Whoever was not done yet is told so; nobody reads memory that was freed.
                Exception? end = Assert.CatchAsync(() => Task.WhenAll(reader, Task.FromException(new ObjectDisposedException("none"))));
                Assert.That(end, Is.TypeOf<ObjectDisposedException>());
            }
        }
    }

    [Test]
    public void A_prediction_engine_frees_the_transformer_it_owns()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(1));
        TransformerChain<CloudRemovalTransformer> fitted = new SarOpticalStackTransformer().Append(new CloudRemovalTransformer(Fixtures.Model(), execution: Cpu)).Fit(data);
        using (PredictionEngine<KnownSizeRow, CloudFreeImage> engine = _ml.Model.CreatePredictionEngine<KnownSizeRow, CloudFreeImage>(fitted))
        {
            engine.Predict(Rows.Known(1).Single());
        }

        Assert.That(() => ChainTests.Column(fitted.Transform(data), "CloudFree"), Throws.TypeOf<ObjectDisposedException>());
    }

    private static void Use(CloudRemovalModel model, IDataView data, int times)
    {
        for (int i = 0; i < times; i++)
        {
            using var transformer = new CloudRemovalTransformer(model, execution: Cpu with { Batch = 15 });
            ChainTests.Column(transformer.Transform(new SarOpticalStackTransformer().Transform(data)), "CloudFree");
        }
    }

    private static (long Memory, int Threads) Measure()
    {
        GC.Collect();
        using var me = Process.GetCurrentProcess();
        return (me.WorkingSet64, me.Threads.Count);
    }
}
