using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Temporal;
using Cloudless.Training.Perceptual;
using Cloudless.Training.Temporal;

namespace Cloudless.Cli.Training;

/// <summary>The method seq2seq, whose network is fitted to the series, as commands for series offer it.</summary>
internal static class FitOptions
{
    private static readonly InternalLearningOptions Defaults = new();

    private static readonly Option<int> Passes = OptionChecks.Number("--fit-passes", "N", "seq2seq: passes at most; clear pixels that are withheld tell when to stop.", Defaults.Passes, 1, 100000);

    private static readonly Option<int> Iterations = OptionChecks.Number("--fit-iterations", "N", "seq2seq: iterations in a pass.", Defaults.Iterations, 1, 1000000);

    private static readonly Option<int> Patience = OptionChecks.Number(
        "--fit-patience", "N", "seq2seq: passes without a better image of the withheld pixels after which a fit ends.", Defaults.Patience, 1, 100000);

    private static readonly Option<int> Crop = OptionChecks.Number("--fit-crop", "N", "seq2seq: side of the crop that an iteration looks at; 0 takes the whole image.", Defaults.Crop, 0, 4096);

    private static readonly Option<int> Width = OptionChecks.Number("--fit-width", "N", "seq2seq: channels of the network at full size.", Defaults.Network.Width, 1, 512);

    private static readonly Option<int> Levels = OptionChecks.Number("--fit-levels", "N", "seq2seq: how often the network halves the image.", Defaults.Network.Levels, 1, 6);

    private static readonly Option<ulong> Seed = OptionChecks.Number("--fit-seed", "N", "seq2seq: seed of weights, noise and withheld pixels.", Defaults.Seed, 0UL, ulong.MaxValue);

    private static readonly Option<double?> Minutes = OptionChecks.OptionalNumber("--fit-minutes", "M", "seq2seq: longest time of a fit in minutes.", 0.001, 1e6);

    private static readonly Option<bool> Noise = new("--fit-noise") { Description = "seq2seq: noise drives the network though there is Sentinel-1." };

    private static readonly Option<string?> Perceptual = new("--perceptual") { Description = "seq2seq: network of train-perceptual; the perceptual term is left out without it.", HelpName = "VGG.onnx" };

    public static void AddTo(Command command)
    {
        foreach (Option option in (Option[])[Passes, Iterations, Patience, Crop, Width, Levels, Seed, Minutes, Noise, Perceptual, TorchChoice.Engine])
        {
            command.Add(option);
        }
    }

    /// <summary>The method that the options say.</summary>
    public static ISeriesMethod Make(CliInvocation invocation)
    {
        var options = new InternalLearningOptions
        {
            Passes = invocation.Get(Passes),
            Iterations = invocation.Get(Iterations),
            Patience = invocation.Get(Patience),
            Crop = invocation.Get(Crop),
            Network = Defaults.Network with { Width = invocation.Get(Width), Levels = invocation.Get(Levels) },
            Seed = invocation.Get(Seed),
            TimeLimit = invocation.Get(Minutes) is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
            UseSar = !invocation.Get(Noise),
        };
        try
        {
            options.Validate();
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw new UsageException(error.Message);
        }

        PerceptualNetwork? perceptual = invocation.Get(Perceptual) is { } path ? PerceptualNetwork.Load(path) : null;
        return new InternalLearning(
            options, TorchChoice.Read(invocation), perceptual, line => invocation.Note($"seq2seq: {line}"));
    }
}
