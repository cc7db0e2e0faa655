using System.Diagnostics;
using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Inference.Cpu;
using Cloudless.Tests.Networks;
using Cloudless.Tests.Training.Engines.Cpu;
using Cloudless.Training;
using Cloudless.Training.Engines;
using Cloudless.Training.Engines.TorchSharp;
using Cloudless.Training.Losses;
using Cloudless.Training.Temporal.PointTraining;
using TorchSharp;
using static TorchSharp.torch;

namespace Cloudless.Tests.Training.Engines.TorchSharp;

/// <summary>Numbers handed to libtorch live until it has read them, while the collector runs all the time. Handed over bare, one in some ten thousand is freed before: tens to hundreds of them in these seconds.</summary>
[TestFixture]
internal sealed class TorchNumbersTests
{
    private const double Seconds = 1.5;

    [OneTimeSetUp]
    public void Require() => TorchEngines.Require(false);

    [Test]
    public void Numbers_are_what_they_were_when_libtorch_reads_them() => WhileCollecting(() =>
    {
        using var scope = NewDisposeScope();
        Tensor x = ones([4]), y = x.Plus(x).Times(-3).Plus(1).Squared().Clipped(0, 20).AtLeast(1).Times(-1).Leaky(0.5);
        Assert.That(y[0].ToSingle(), Is.EqualTo(-10));
    });

    [TestCase(ArchitectureCard.DSen2Cr)]
    [TestCase(ArchitectureCard.Pix2Pix)]
    [TestCase(ArchitectureCard.UnCRtainTS)]
    public void Steps_of_a_training_read_living_numbers(string architecture)
    {
        var options = new TrainOptions { Architecture = architecture, Network = new DSen2CrOptions { Features = 4, Blocks = architecture == ArchitectureCard.Pix2Pix ? 3 : 1 }, Crop = 32 };
        NetworkGraph graph = TrainedNetwork.Build(options);
        HeUniform.Initialize(graph, 3);
        using ITrainingEngine engine = TrainedNetwork.CreateEngine(graph, options, new EngineSettings { Engine = TrainingEngineKind.TorchCpu, Threads = 1 }, null);
        TrainingBatch batch = CpuBatches.Random(new TensorShape(1, 15, 32, 32), 4);
        WhileCollecting(() => engine.Step(batch, PixelLoss.L1, 1e-4));
    }

    [Test]
    public void Steps_of_a_training_on_series_read_living_numbers()
    {
        var network = new SequenceToPointOptions { Branch = new DSen2CrOptions { Features = 2, Blocks = 1 }, Features = 2 };
        NetworkGraph graph = SequenceToPoint.Build(network);
        SequenceToPoint.Start(graph, null, 1);
        using var engine = new TorchSeriesEngine(graph, new SeriesTrainOptions { Network = network, FrozenSteps = 0 }, null, cuda: false, threads: 1);
        var shape = new TensorShape(1, 15, 8, 8);
        var batch = new SeriesBatch(3, shape, CpuGraphs.Scene(shape with { N = 3 }, 1), CpuGraphs.Scene(shape with { C = 13 }, 2), [.. Enumerable.Repeat(1f, 64)]);
        WhileCollecting(() => engine.Step(batch));
    }

    private static void WhileCollecting(Action action)
    {
        bool over = false;
        var collector = new Thread(() =>
        {
            while (!Volatile.Read(ref over))
            {
                GC.Collect(0, GCCollectionMode.Forced, blocking: true);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < Seconds;)
            {
                action();
            }
        }
        finally
        {
            Volatile.Write(ref over, true);
            collector.Join();
        }
    }
}
