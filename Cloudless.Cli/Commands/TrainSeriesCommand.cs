using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Cli.Training;
using Cloudless.Networks;
using Cloudless.Training.Engines;
using Cloudless.Training.Temporal.PointTraining;
using Cloudless.Training.Validation;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless train-series</c>: trains a network that makes one clear image of a series.</summary>
internal static class TrainSeriesCommand
{
    private static readonly SeriesTrainOptions Defaults = new();

    private static readonly Option<string> Out = new("--out") { Description = "Model file to write; log, best model and checkpoint go into a folder of its name with .run.", HelpName = "M.onnx", Required = true };

    private static readonly Option<string?> From = new("--from") { Description = "Single-date model whose size and weights the branches start from; without it the default model.", HelpName = "M.onnx" };

    private static readonly Option<string?> Perceptual = new("--perceptual") { Description = "Network of train-perceptual; the perceptual term is left out without it.", HelpName = "VGG.onnx" };

    private static readonly Option<int> Least = Number("--least-dates", "Fewest dates that the network is trained for.", Defaults.Network.LeastDates, 1, 64);

    private static readonly Option<int> Most = Number("--most-dates", "Most dates that the network is trained for.", Defaults.Network.MostDates, 1, 64);

    private static readonly Option<int> Features = Number("--features", "Channels of the convolutions over dates.", Defaults.Network.Features);

    private static readonly Option<int> Convolutions = Number("--convolutions", "Number of the convolutions over dates.", Defaults.Network.Convolutions);

    private static readonly Option<int> Patch = Number("--patch", "Side of the patches in pixels.", Defaults.Patch, 8, 4096);

    private static readonly Option<int> Batch = Number("--batch", "Series in a batch.", Defaults.Batch);

    private static readonly Option<int> Steps = Number("--steps", "Steps in all.", Defaults.Steps);

    private static readonly Option<int> FrozenSteps = Number("--frozen-steps", "Steps in which the branches stay as they are.", Defaults.FrozenSteps, 0);

    private static readonly Option<int> ValidateEvery = Number("--validate-every", "Steps between validations.", Defaults.ValidateEvery);

    private static readonly Option<double> LearningRate = OptionChecks.Number("--learning-rate", "X", "ADAM's rate.", Defaults.LearningRate, 1e-12, 1d);

    private static readonly Option<double> OwnDate = OptionChecks.Number(
        "--own-date", "SHARE", "How often the target's own date, under clouds of another one, is among the inputs, 0..1; 0 as published.", Defaults.OwnDate, 0d, 1d);

    private static readonly Option<double> SarDropout = OptionChecks.Number(
        "--sar-dropout", "SHARE", "How often a sample's SAR is left out, so that the network can do without, 0..1.", Defaults.SarDropout, 0d, 1d);

    private static readonly Option<double> Validation = OptionChecks.Number(
        "--validation-share", "SHARE", "Share of the columns of every image, at its right, that is never trained on and validated on, 0..0.5.", Defaults.ValidationShare, 0d, 0.5);

    private static readonly Option<double?> Minutes = OptionChecks.OptionalNumber<double>("--minutes", "N", "End after so many minutes, with a model and a checkpoint.", 0.01, 1e6);

    private static readonly Option<ulong> Seed = OptionChecks.Number("--seed", "N", "Seed of all draws.", Defaults.Seed, 0UL, ulong.MaxValue);

    private static readonly Option<string> Name = new("--name") { Description = "Name of the model in its card.", DefaultValueFactory = _ => "cloudless-series" };

    private static readonly Option<bool> Resume = new("--resume") { Description = "Go on from the checkpoint where there is one." };

    public static Command Create(CommandHost host)
    {
        var command = new Command("train-series", "Train a network that makes one clear image of the cloudy images of several dates.")
        {
            Out, From, Perceptual, Least, Most, Features, Convolutions, Patch, Batch, Steps, FrozenSteps, ValidateEvery, LearningRate, OwnDate, SarDropout, Validation, Minutes, Seed, Name, TorchChoice.Engine, Resume,
            SharedOptions.Threads, SharedOptions.Overwrite,
        };
        SeriesDataOptions.AddTo(command);
        command.Add(SeriesArguments.Covers);
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        EngineSettings engine = TorchChoice.Read(invocation);
        if (invocation.Get(Most) < invocation.Get(Least))
        {
            throw new UsageException($"{Most.Name} is below {Least.Name}: no number of dates is left to train for.");
        }

        var request = new SeriesTrainRequest
        {
            Data = invocation.GetRequired(SeriesDataOptions.Data),
            Sar = SeriesDataOptions.ReadSar(invocation),
            Detector = DetectorArguments.ReadForMany(invocation),
            CoverCache = invocation.Get(SeriesArguments.Covers),
            Output = invocation.GetRequired(Out),
            From = invocation.Get(From),
            Perceptual = invocation.Get(Perceptual),
            Minutes = invocation.Get(Minutes),
            Engine = engine.Engine,
            Threads = engine.Threads,
            Name = invocation.GetRequired(Name),
            Resume = invocation.Get(Resume),
            Overwrite = invocation.Get(SharedOptions.Overwrite),
            Command = TrainCommand.CommandLine(),
            Options = new SeriesTrainOptions
            {
                Network = new SequenceToPointOptions
                {
                    LeastDates = invocation.Get(Least), MostDates = invocation.Get(Most), Features = invocation.Get(Features), Convolutions = invocation.Get(Convolutions),
                },
                Patch = invocation.Get(Patch),
                Batch = invocation.Get(Batch),
                Steps = invocation.Get(Steps),
                FrozenSteps = invocation.Get(FrozenSteps),
                ValidateEvery = invocation.Get(ValidateEvery),
                LearningRate = invocation.Get(LearningRate),
                OwnDate = invocation.Get(OwnDate),
                SarDropout = invocation.Get(SarDropout),
                ValidationShare = invocation.Get(Validation),
                Seed = invocation.Get(Seed),
            },
        };
        ValidationResult best = SeriesTrainingRun.Execute(request, invocation.Note, invocation.Cancellation);
        invocation.Result(FormattableString.Invariant($"{request.Output}: step {best.Step}, the best by validation, PSNR {best.Psnr:0.00} dB"));
        return ExitCodes.Success;
    }

    private static Option<int> Number(string name, string description, int value, int minimum = 1, int maximum = 1 << 30) =>
        OptionChecks.Number(name, "N", description, value, minimum, maximum);
}
