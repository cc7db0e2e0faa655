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

    private static readonly CourseArguments Course = new(Defaults.Course);

    public static Command Create(CommandHost host)
    {
        var command = new Command("train-perceptual", "Train the network that a perceptual loss sees with, on patches with land-cover classes; needs TorchSharp.")
        {
            Data, Out, Name, Width, Crop, TorchChoice.Engine, SharedOptions.Threads, SharedOptions.Overwrite,
        };
        Course.AddTo(command);
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
                Course = Course.Read(invocation),
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
