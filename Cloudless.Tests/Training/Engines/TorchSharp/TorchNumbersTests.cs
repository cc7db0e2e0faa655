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

/// <summary>Arithmetic with numbers, and steps of the engines, while the collector runs all the time. A bare number fails here now and then; <see cref="BareNumbersTests"/> finds it always.</summary>
[TestFixture]
internal sealed class TorchNumbersTests
{
    private const double Seconds = 0.5;

    // What is read back costs more than what is looked at.
    private const int Together = 100;

    [OneTimeSetUp]
    public void Require() => TorchEngines.Require(false);

    private static readonly (string Name, Func<Tensor, Tensor> Work, float Expected)[] Functions =
    [
        ("sum", x => x.Plus(x), 6), ("number added", x => x.Plus(-1), 2), ("product", x => x.Times(0.5), 1.5f), ("square", x => x.Squared(), 9), ("clip", x => x.Clipped(1, 2), 2), ("least", x => x.AtLeast(4), 4),
        ("slope", x => x.Leaky(0.5), 3),
    ];

    [TestCaseSource(nameof(Functions))]
    public void Numbers_are_what_they_were_when_libtorch_reads_them((string Name, Func<Tensor, Tensor> Work, float Expected) function)
    {
        using Tensor x = TorchArrays.ToTensor([3, 3, 3, 3], CPU, 4);
        WhileCollecting(() =>
        {
            using var scope = NewDisposeScope();
            for (int i = 0; i < Together; i++)
            {
                function.Work(x);
            }

            float found = function.Work(x)[0].ToSingle();
            return found == function.Expected ? found : throw new AssertionException($"{function.Name}: {found} instead of {function.Expected}");
        });
    }

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

    private static void WhileCollecting(Func<double> action)
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
