using System.CommandLine;
using System.Globalization;
using Cloudless.Cli.Hosting;
using Cloudless.Cli.Training;
using Cloudless.Training.Perceptual;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless train-perceptual</c>: trains the network that a perceptual loss sees with.</summary>
internal static class TrainPerceptualCommand
{
    private static readonly PerceptualRequest Defaults = new() { DataFolder = "", Output = "" };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "Folder of labeled patches: a folder of 13-band images for each class, or images with label maps beside them (NAME_S2L1C.tif with NAME_LULC.tif; SEN12MS' s2_N with lc_N).",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<string> Out = new("--out") { Description = "Model file to write.", HelpName = "VGG.onnx", Required = true };

    private static readonly Option<string?> Name = new("--name") { Description = "Name of the model in its card; without it the file's.", HelpName = "NAME" };

    private static readonly Option<int> Width = OptionChecks.Number("--width", "N", "Channels of the first block: 64 is VGG16; 8 trains on two processors.", Defaults.Width, 1, 512);

    private static readonly Option<int> Crop = OptionChecks.Number("--crop", "N", "Side of a patch in pixels; larger images are cut.", Defaults.Crop, 32, 4096);

    private static readonly Option<int> Batch = OptionChecks.Number("--batch", "N", "Patches in a batch.", Defaults.Batch, 2, 4096);

    private static readonly Option<int> Epochs = OptionChecks.Number("--epochs", "N", "Passes over the patches, at most.", Defaults.Epochs, 1, 100000);

    private static readonly Option<double?> Minutes = OptionChecks.OptionalNumber("--minutes", "M", "Longest time in minutes.", 0.001, 1e6);

    private static readonly Option<double> Rate = OptionChecks.Number("--lr", "X", "Learning rate of ADAM.", Defaults.LearningRate, 1e-9, 1);

    private static readonly Option<double> Validation = OptionChecks.Number(
        "--validation-share", "X", "Share of the patches left out, to judge by and to choose the epoch.", Defaults.ValidationShare, 0.01, 0.9);

    private static readonly Option<ulong> Seed = OptionChecks.Number("--seed", "N", "Seed of weights, split and order.", Defaults.Seed, 0UL, ulong.MaxValue);

    public static Command Create(CommandHost host)
    {
        var command = new Command("train-perceptual", "Train the network that a perceptual loss sees with, on patches with land-cover classes; needs TorchSharp.")
        {
            Data, Out, Name, Width, Crop, Batch, Epochs, Minutes, Rate, Validation, Seed, TorchChoice.Engine, SharedOptions.Threads, SharedOptions.Overwrite,
        };
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        PerceptualOutcome outcome = PerceptualTraining.Execute(
            new PerceptualRequest
            {
                DataFolder = invocation.GetRequired(Data),
                Output = invocation.GetRequired(Out),
                Name = invocation.Get(Name),
                Width = invocation.Get(Width),
                Crop = invocation.Get(Crop),
                Batch = invocation.Get(Batch),
                Epochs = invocation.Get(Epochs),
                TimeLimit = invocation.Get(Minutes) is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
                LearningRate = invocation.Get(Rate),
                ValidationShare = invocation.Get(Validation),
                Seed = invocation.Get(Seed),
                Engine = TorchChoice.Read(invocation),
                Overwrite = invocation.Get(SharedOptions.Overwrite),
                Command = TrainCommand.CommandLine(),
            },
            invocation.Note,
            invocation.Cancellation);
        invocation.Result(string.Create(CultureInfo.InvariantCulture,
            $"{outcome.ModelPath}: {outcome.Classes.Count} classes, epoch {outcome.BestEpoch} of {outcome.Epochs}, {outcome.Accuracy:P1} of {outcome.ValidationPatches} patches left out told right ({outcome.MajorityAccuracy:P1} by always saying the most frequent class)"));
        return ExitCodes.Success;
    }
}
