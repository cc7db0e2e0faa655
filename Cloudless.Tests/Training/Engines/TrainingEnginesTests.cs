using Cloudless.Networks;
using Cloudless.Tests.Inference.Cpu;
using Cloudless.Training.Engines;

namespace Cloudless.Tests.Training.Engines;

/// <summary>Holds with and without TorchSharp, and on machines with and without a GPU.</summary>
internal sealed class TrainingEnginesTests
{
    private static readonly NetworkGraph Graph = CpuGraphs.DSen2Cr(2, 0, false);

    [Test]
    public void The_engine_asked_for_is_made_and_named()
    {
        string? said = null;
        using ITrainingEngine engine = TrainingEngines.Create(Graph, new EngineSettings { Engine = TrainingEngineKind.Cpu, Threads = 1 }, null, line => said = line);
        Assert.Multiple(() =>
        {
            Assert.That(engine.Name, Is.EqualTo("cpu"));
            Assert.That(said, Is.EqualTo("training engine: cpu (asked for)"));
        });
    }

    [Test]
    public void Auto_says_why_it_took_what_it_took()
    {
        string? said = null;
        using ITrainingEngine engine = TrainingEngines.Create(Graph, new EngineSettings(), null, line => said = line);
        Assert.That(said, engine.Name.StartsWith("cuda", StringComparison.Ordinal) ? Does.EndWith("(CUDA works)") : Does.StartWith("training engine: cpu (no CUDA: "));
    }

    [Test]
    public void What_cannot_be_had_is_refused_with_what_to_do()
    {
        Assert.That(
            () => TrainingEngines.Create(Graph, new EngineSettings { Engine = TrainingEngineKind.Cpu, Precision = TrainingPrecision.Float16 }).Dispose(),
            Throws.TypeOf<CloudlessException>().With.Message.Contains("CPU engine trains in float32"));
        foreach (TrainingEngineKind kind in new[] { TrainingEngineKind.TorchCpu, TrainingEngineKind.Cuda })
        {
            try
            {
                TrainingEngines.Create(Graph, new EngineSettings { Engine = kind }).Dispose();
            }
            catch (CloudlessException refusal)
            {
                Assert.That(refusal.Message, Does.Contain("cannot be had").And.Contain("--engine cpu"));
            }
        }
    }
}
