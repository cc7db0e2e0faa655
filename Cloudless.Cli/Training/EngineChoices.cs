using Cloudless.Training.Engines;

namespace Cloudless.Cli.Training;

/// <summary>What computes.</summary>
internal static class EngineChoices
{
    public static IReadOnlyList<TrainSetting> All { get; } =
    [
        TrainSetting.Of(
            TrainSetting.Words(
                "--engine", "What computes: cpu (Cloudless' own, repeats bit by bit), torch-cpu or cuda (TorchSharp), or auto: cuda where it works, else cpu.",
                "auto", "auto", "cpu", "torch-cpu", "cuda"),
            (request, value) => request with { Engine = Enum.Parse<TrainingEngineKind>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true) }),
        TrainSetting.Of(
            TrainSetting.Words(
                "--precision", "What convolutions are computed in; auto is 16 bits on cuda (bfloat16, else float16) and float32 elsewhere.",
                "auto", "auto", "float32", "bfloat16", "float16"),
            (request, value) => request with { Precision = Enum.Parse<TrainingPrecision>(value, ignoreCase: true) }),
        TrainSetting.Of(SharedOptions.Threads, (request, value) => request with { Threads = value }),
    ];
}
