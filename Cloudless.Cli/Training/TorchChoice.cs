using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Training.Engines;

namespace Cloudless.Cli.Training;

/// <summary>Where TorchSharp computes what Cloudless' own engine cannot train.</summary>
internal static class TorchChoice
{
    public static Option<string> Engine { get; } = OptionChecks.OneOf(
        new Option<string>("--engine")
        {
            Description = "What computes, through TorchSharp: cuda, torch-cpu, or auto: cuda where it works, else torch-cpu.",
            HelpName = "auto|torch-cpu|cuda",
            DefaultValueFactory = _ => "auto",
        },
        ["auto", "torch-cpu", "cuda"]);

    /// <summary>What <see cref="Engine"/> and --threads say.</summary>
    public static EngineSettings Read(CliInvocation invocation) => new()
    {
        Engine = Enum.Parse<TrainingEngineKind>(invocation.GetRequired(Engine).Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
        Threads = invocation.Get(SharedOptions.Threads),
    };
}
