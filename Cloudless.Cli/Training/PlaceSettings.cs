using System.CommandLine;

namespace Cloudless.Cli.Training;

/// <summary>Where the data comes from and what is written where.</summary>
internal static class PlaceSettings
{
    public static Option<string> Out { get; } = new("--out")
    {
        Description = "Model file to write: the best by validation, else the last. With --fold its figures go beside it as .md and .json.", HelpName = "M.onnx",
    };

    public static Option<string> OutDir { get; } = new("--out-dir")
    {
        Description = "Folder of the run: settings, log, TensorBoard events, pictures, checkpoints, best and last model. Without it M.run beside M.onnx.", HelpName = "RUN",
    };

    public static Option<string> CrossValidate { get; } = new("--cross-validate")
    {
        Description = "Folder for a model per fold, judged on the fold left out, and a model trained on all; instead of --out.",
        HelpName = "OUTDIR",
    };

    public static Option<string> Checkpoint { get; } = new("--checkpoint")
    {
        Description = "File for checkpoints, an earlier one is replaced; without it run.checkpoint in the run's folder.", HelpName = "FILE",
    };

    public static IReadOnlyList<TrainSetting> All { get; } =
    [
        TrainSetting.Of(
            new Option<string>("--data")
            {
                Description = "SEN12MS-CR (as published, or flat as dsen2-cr has it), or a folder with <id>_s2_cloudy.tif, <id>_s2_clear.tif and <id>_s1.tif, patches or whole scenes, in it or in folders of it; folds.csv (set,id,group,fold) names the folds.",
                HelpName = "DIR",
            },
            (request, value) => request with { DataFolder = value }),
        TrainSetting.Of(Out, (request, value) => request with { Output = value, CrossValidate = false }),
        TrainSetting.Of(OutDir, (request, value) => request with { RunFolder = value }),
        TrainSetting.Of(CrossValidate, (request, value) => request with { Output = value, CrossValidate = true }),
        TrainSetting.Of(
            new Option<string>("--name") { Description = "Name of the model in its card and of its file in OUTDIR.", DefaultValueFactory = _ => "cloudless" },
            (request, value) => request with { Name = value }),
        TrainSetting.Of(Checkpoint, (request, value) => request with { CheckpointPath = value }),
    ];
}
