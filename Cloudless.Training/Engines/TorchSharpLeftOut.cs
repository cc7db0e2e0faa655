using Cloudless.Networks;
using Cloudless.Training.Downstream.Classifiers;
using Cloudless.Training.Perceptual;
using Cloudless.Training.Temporal;
using Cloudless.Training.Temporal.PointTraining;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>Stands in for the TorchSharp engine where the package feed lacks TorchSharp, and says so; the members are those of the real one.</summary>
internal static class TorchRuntime
{
    /// <summary>Why there is no TorchSharp engine.</summary>
    public static string Problem(bool cuda) => $"this build has no TorchSharp engine{(cuda ? ", and so no CUDA," : "")} for TorchSharp was not on its package feed; build Cloudless on a feed that has it";

    /// <summary>Refuses it.</summary>
    /// <exception cref="CloudlessException">Always.</exception>
    public static void Require(bool cuda) => throw Refusal(cuda);

    /// <summary>Refuses it.</summary>
    /// <exception cref="CloudlessException">Always.</exception>
    public static ITrainingEngine Create(NetworkGraph graph, EngineSettings settings, NAdamOptions? options) =>
        throw Refusal(settings.Engine != TrainingEngineKind.TorchCpu);

    /// <summary>Refuses it.</summary>
    /// <exception cref="CloudlessException">Always.</exception>
    public static ITrainingEngine CreateGenerator(NetworkGraph graph, TrainOptions options, bool cuda, EngineSettings settings) => throw Refusal(cuda);

    /// <summary>Refuses it.</summary>
    /// <exception cref="CloudlessException">Always.</exception>
    public static ISeriesTrainingEngine CreateSeries(NetworkGraph graph, SeriesTrainOptions options, PerceptualNetwork? perceptual, bool cuda, int threads) => throw Refusal(cuda);

    /// <summary>Refuses it.</summary>
    /// <exception cref="CloudlessException">Always.</exception>
    public static ISeriesFit CreateFit(NetworkGraph graph, bool cuda, EngineSettings settings, InternalLearningOptions options, PerceptualNetwork? perceptual) => throw Refusal(cuda);

    /// <summary>Refuses it.</summary>
    /// <exception cref="CloudlessException">Always.</exception>
    public static IPatchClassifier CreateClassifier(NetworkGraph graph, bool cuda, EngineSettings settings, double learningRate, double weightDecay) => throw Refusal(cuda);

    private static CloudlessException Refusal(bool cuda) =>
        new($"The training engine {(cuda ? "cuda" : "torch-cpu")} cannot be had: {Problem(cuda)}, or take --engine cpu.");
}
