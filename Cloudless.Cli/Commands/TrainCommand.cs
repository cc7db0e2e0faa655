using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Training;
using Cloudless.Training.Augmentation;
using Cloudless.Training.Engines;
using Cloudless.Training.Losses;
using Cloudless.Training.PriorFills;
using Cloudless.Training.Runs;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless train</c>: trains one model, or with --cross-validate one per fold and one on everything.</summary>
internal static class TrainCommand
{
    private const string NoFill = "none";

    private static readonly TrainOptions Defaults = new();

    private static readonly string[] FillNames = [NoFill, .. PriorFillCard.Names];

    private static readonly Option<string> Data = new("--data")
    {
        Description = "SEN12MS-CR (as published, or flat as dsen2-cr has it), or a folder with <id>_s2_cloudy.tif, <id>_s2_clear.tif and <id>_s1.tif, patches or whole scenes, in it or in folders of it; folds.csv (set,id,group,fold) names the folds.",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<string?> Out = new("--out") { Description = "Model file to write; with --fold its figures go beside it as .md and .json.", HelpName = "M.onnx" };

    private static readonly Option<string?> CrossValidate = new("--cross-validate")
    {
        Description = "Folder for a model per fold, judged on the fold left out, and a model trained on all; instead of --out.",
        HelpName = "OUTDIR",
    };

    private static readonly Option<string> Name = new("--name") { Description = "Name of the model in its card and of its file in OUTDIR.", DefaultValueFactory = _ => "cloudless" };

    private static readonly Option<int> Features = OptionChecks.Number("--features", "F", "Feature channels F.", Defaults.Network.Features, 1, 1024);

    private static readonly Option<int> Blocks = OptionChecks.Number("--blocks", "B", "Residual blocks B.", Defaults.Network.Blocks, 0, 64);

    private static readonly Option<bool> NoSar = new("--no-sar") { Description = "A model for images without SAR." };

    private static readonly Option<string> Loss = OptionChecks.OneOf(
        new Option<string>("--loss")
        {
            Description = "Loss of the main part, after a first part of l1; tmarl-adaptive takes alpha from each patch.",
            HelpName = "l1|carl|tmarl|tmarl-adaptive",
            DefaultValueFactory = _ => Defaults.Loss,
        },
        "l1", "carl", "tmarl", "tmarl-adaptive");

    private static readonly Option<double> Lambda = OptionChecks.Number("--lambda", "X", "Weight of |P-T| on all pixels in carl and tmarl.", Defaults.Lambda, 0, 1e6);

    private static readonly Option<double> Alpha = OptionChecks.Number("--alpha", "X", "Share of the cloud term in tmarl.", Defaults.Alpha, 0, 1);

    private static readonly Option<double> GradientWeight = OptionChecks.Number(
        "--gradient-weight", "X", "Weight of the gradient term, which keeps fine detail; 0 leaves it out.", Defaults.GradientWeight, 0, 1e6);

    private static readonly Option<string> GradientPlace = OptionChecks.OneOf(
        new Option<string>("--gradient-scope")
        {
            Description = "Where the gradient term counts: all, or target: where the loss asks for the target more than for the input.",
            HelpName = "all|target",
            DefaultValueFactory = _ => "all",
        },
        "all", "target");

    private static readonly Option<double> L1Share = OptionChecks.Number("--l1-share", "X", "Share of the training that begins with l1.", Defaults.L1Share, 0, 1);

    private static readonly Option<string> PriorFill = OptionChecks.OneOf(
        new Option<string>("--prior-fill")
        {
            Description = $"Estimate put under clouds before the network sees an image, in training and in use: {string.Join(", ", FillNames)}. Learned from the samples, kept in the model's card.",
            HelpName = "NAME",
            DefaultValueFactory = _ => NoFill,
        },
        FillNames);

    private static readonly Option<double> SarDropout = OptionChecks.Number(
        "--sar-dropout", "X", "Probability that a sample's SAR is left out, so that the model serves images without.", Defaults.Augmentation.SarDropout, 0, 1);

    private static readonly Option<double> B10Dropout = OptionChecks.Number(
        "--b10-dropout", "X", "Probability that a sample's B10 is left out, so that the model serves images without (Level-2A has none).", Defaults.Augmentation.B10Dropout, 0, 1);

    private static readonly Option<string> MasksOf = OptionChecks.OneOf(
        new Option<string>("--mask-scope")
        {
            Description = "Masks of the loss from the whole patch, as in use, or from the crop, as dsen2-cr has them.",
            HelpName = "patch|crop",
            DefaultValueFactory = _ => "patch",
        },
        "patch", "crop");

    private static readonly Option<long?> Steps = OptionChecks.OptionalNumber("--steps", "N", "Length in steps; repeats bit by bit.", 1, long.MaxValue);

    private static readonly Option<double?> Minutes = OptionChecks.OptionalNumber(
        "--minutes", "M", "Length in minutes (10 where --steps is not given); of each training with --cross-validate.", 0.001, 1e6);

    private static readonly Option<int> Batch = OptionChecks.Number("--batch", "N", "Samples in a batch.", Defaults.Batch, 1, 1024);

    private static readonly Option<int> Crop = OptionChecks.Number("--crop", "N", "Side of the crops, pixels.", Defaults.Crop, 8, 4096);

    private static readonly Option<double> Rate = OptionChecks.Number("--lr", "X", "Peak learning rate; falls along a cosine.", Defaults.LearningRate, 1e-9, 1);

    private static readonly Option<ulong> Seed = OptionChecks.Number("--seed", "N", "Seed of weights and batches.", Defaults.Seed, 0UL, ulong.MaxValue);

    private static readonly Option<int?> Fold = new("--fold") { Description = "Fold to leave out of the training and to judge the model on.", HelpName = "K" };

    private static readonly Option<string> Engine = OptionChecks.OneOf(
        new Option<string>("--engine")
        {
            Description = "What computes: cpu (Cloudless' own, repeats bit by bit), torch-cpu or cuda (TorchSharp), or auto: cuda where it works, else cpu.",
            HelpName = "auto|cpu|torch-cpu|cuda",
            DefaultValueFactory = _ => "auto",
        },
        "auto", "cpu", "torch-cpu", "cuda");

    private static readonly Option<string> Precision = OptionChecks.OneOf(
        new Option<string>("--precision")
        {
            Description = "What convolutions are computed in; auto is 16 bits on cuda (bfloat16, else float16) and float32 elsewhere.",
            HelpName = "auto|float32|bfloat16|float16",
            DefaultValueFactory = _ => "auto",
        },
        "auto", "float32", "bfloat16", "float16");

    private static readonly Option<string?> CheckpointFile = new("--checkpoint")
    {
        Description = "File for checkpoints, an earlier one is replaced; --cross-validate keeps its own in OUTDIR.",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Resume = new("--resume") { Description = "Go on from the checkpoint where there is one." };

    public static Command Create(CommandHost host)
    {
        var command = new Command("train", "Train a model on cloudy/clear pairs, pasted and simulated clouds.")
        {
            Data, Out, CrossValidate, Name, Features, Blocks, NoSar, Loss, Lambda, Alpha, GradientWeight, GradientPlace, L1Share, PriorFill, SarDropout, B10Dropout,
            MasksOf, Steps, Minutes, Batch, Crop, Rate, Seed, Fold, CheckpointFile, Resume,
            Engine, Precision, SharedOptions.Threads, SharedOptions.Overwrite,
        };
        DatasetArguments.AddTo(command, DatasetArguments.Training);
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        string? folder = invocation.Get(CrossValidate), file = invocation.Get(Out);
        if (folder is null == file is null)
        {
            throw new UsageException("train takes either --out M.onnx or --cross-validate OUTDIR.");
        }

        if (folder is not null && (invocation.Get(Fold) is not null || invocation.Get(CheckpointFile) is not null))
        {
            throw new UsageException("--cross-validate leaves out each fold in turn and keeps its own checkpoints; drop --fold and --checkpoint.");
        }

        if (file is not null && invocation.Get(Resume) && invocation.Get(CheckpointFile) is null)
        {
            throw new UsageException("--resume needs the --checkpoint to go on from.");
        }

        var request = new TrainRequest
        {
            DataFolder = invocation.GetRequired(Data),
            Output = folder ?? file!,
            Options = ReadOptions(invocation),
            Name = invocation.GetRequired(Name),
            Overwrite = invocation.Get(SharedOptions.Overwrite),
            CheckpointPath = invocation.Get(CheckpointFile),
            Resume = invocation.Get(Resume),
            Reading = DatasetArguments.ReadReading(invocation),
            Threads = invocation.Get(SharedOptions.Threads),
            Engine = Enum.Parse<TrainingEngineKind>(invocation.GetRequired(Engine).Replace("-", ""), ignoreCase: true),
            Precision = Enum.Parse<TrainingPrecision>(invocation.GetRequired(Precision), ignoreCase: true),
            Command = CommandLine(),
        };
        var progress = new LineProgress(invocation);
        TrainingOutcome outcome = folder is null
            ? TrainingRun.Execute(request, progress, invocation.Note, invocation.Cancellation)
            : CrossValidationRun.Execute(request, progress, invocation.Note, invocation.Cancellation);
        if (outcome.Evaluation is { } evaluation)
        {
            invocation.Result(evaluation.ToMarkdown());
        }

        invocation.Result($"{outcome.ModelPath}: {outcome.Steps} steps");
        return ExitCodes.Success;
    }

    private static TrainOptions ReadOptions(CliInvocation invocation)
    {
        long? steps = invocation.Get(Steps);
        double? minutes = invocation.Get(Minutes);
        if (steps is not null && minutes is not null)
        {
            throw new UsageException("Give --steps or --minutes, not both.");
        }

        TrainOptions options = Defaults with
        {
            Network = new DSen2CrOptions { Features = invocation.Get(Features), Blocks = invocation.Get(Blocks), Sar = !invocation.Get(NoSar) },
            Loss = invocation.GetRequired(Loss),
            Lambda = invocation.Get(Lambda),
            Alpha = invocation.Get(Alpha),
            GradientWeight = invocation.Get(GradientWeight),
            GradientScope = Enum.Parse<GradientScope>(invocation.GetRequired(GradientPlace), ignoreCase: true),
            L1Share = invocation.Get(L1Share),
            PriorFill = invocation.GetRequired(PriorFill) is { } fill && fill != NoFill ? new PriorFillOptions { Name = fill.ToLowerInvariant() } : null,
            Augmentation = Defaults.Augmentation with
            {
                SarDropout = invocation.Get(SarDropout),
                B10Dropout = invocation.Get(B10Dropout),
                MaskScope = Enum.Parse<MaskScope>(invocation.GetRequired(MasksOf), ignoreCase: true),
            },
            Batch = invocation.Get(Batch),
            Crop = invocation.Get(Crop),
            LearningRate = invocation.Get(Rate),
            Seed = invocation.Get(Seed),
            HeldOutFold = invocation.Get(Fold),
            Dataset = DatasetArguments.Read(invocation),
            Steps = steps,
            Minutes = steps is null ? minutes ?? 10 : null,
        };
        try
        {
            options.Validate();
        }
        catch (ArgumentException error)
        {
            throw new UsageException(error.Message);
        }

        return options;
    }

    /// <summary>
    /// What was typed, for the model card; the folders of this machine are cut to their names, and what does not change the model is left out.
    /// </summary>
    private static string CommandLine() => "cloudless " + string.Join(' ', Environment.GetCommandLineArgs().Skip(1)
        .Where(a => a is not ("--resume" or "--overwrite"))
        .Select(a => Path.IsPathRooted(a) ? Path.GetFileName(Path.TrimEndingDirectorySeparator(a)) : a));

    /// <summary>A line now and then; a bar would hide the loss.</summary>
    private sealed class LineProgress(CliInvocation invocation) : IProgress<TrainProgress>
    {
        public void Report(TrainProgress value) => invocation.Note(value.ToString());
    }
}
