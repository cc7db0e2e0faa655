using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Cli.Training;
using Cloudless.Networks.Onnx;
using Cloudless.Training;
using Cloudless.Training.Runs;
using Cloudless.Training.Settings;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless train</c>: trains one model, or with --cross-validate one per fold and one on everything.</summary>
internal static class TrainCommand
{
    private static readonly Option<string?> Settings = new("--settings")
    {
        Description = "JSON file with settings, such as the settings.json of an earlier run; options that are typed override it.", HelpName = "train.json",
    };

    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "Change a setting that has no option of its own, named as in settings.json: training.mix.pasted=0.5. May be repeated.", HelpName = "NAME=VALUE",
    };

    private static readonly Option<bool> Resume = new("--resume")
    {
        Description = "Go on from the checkpoint where there is one. With --out-dir alone the settings are those of the run.",
    };

    private static readonly TrainSetting[] All =
        [.. PlaceSettings.All, .. DataSettings.All, .. NetworkSettings.All, .. LossSettings.All, .. CourseSettings.All, .. WatchSettings.All, .. EngineChoices.All];

    public static Command Create(CommandHost host)
    {
        var command = new Command("train", "Train a model on cloudy/clear pairs, pasted and simulated clouds.") { Settings };
        foreach (TrainSetting setting in All)
        {
            command.Add(setting.Option);
        }

        command.Add(Set);
        command.Add(Resume);
        command.Add(SharedOptions.Overwrite);
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        TrainRequest request = ReadRequest(invocation);
        var progress = new LineProgress(invocation);
        TrainingOutcome outcome = request.CrossValidate
            ? CrossValidationRun.Execute(request, progress, invocation.Note, invocation.Cancellation)
            : TrainingRun.Execute(request, progress, invocation.Note, invocation.Cancellation);
        if (outcome.Evaluation is { } evaluation)
        {
            invocation.Result(evaluation.ToMarkdown());
        }

        invocation.Result($"{outcome.ModelPath}: {(outcome.Best is { } best ? $"step {best.Step} of {outcome.Steps}, the best by validation" : $"{outcome.Steps} steps")}");
        return ExitCodes.Success;
    }

    private static TrainRequest ReadRequest(CliInvocation invocation)
    {
        RefuseBoth(invocation, PlaceSettings.Out, PlaceSettings.CrossValidate);
        RefuseBoth(invocation, CourseSettings.Steps, CourseSettings.Minutes);
        RefuseBoth(invocation, CourseSettings.Steps, CourseSettings.Epochs);
        RefuseBoth(invocation, CourseSettings.Epochs, CourseSettings.Minutes);
        try
        {
            TrainRequest request = SettingsFile.Read(SettingsPath(invocation), invocation.Get(Set));
            foreach (TrainSetting setting in All)
            {
                request = setting.Apply(request, invocation);
            }

            request = request with
            {
                Options = CourseSettings.WithLength(request.Options),
                Overwrite = invocation.Get(SharedOptions.Overwrite),
                Resume = invocation.Get(Resume),
                Command = CommandLine(),
            };
            Check(request);
            RefuseLoss(invocation, request);
            request.Options.Validate();
            return request;
        }
        catch (Exception error) when (error is ArgumentException or CloudlessException)
        {
            throw new UsageException(error.Message);
        }
    }

    private static string? SettingsPath(CliInvocation invocation)
    {
        string? own = invocation.Get(PlaceSettings.OutDir) is { } folder ? Path.Combine(folder, "settings.json") : null;
        return invocation.Get(Settings) ?? (invocation.Get(Resume) && File.Exists(own) ? own : null);
    }

    private static void Check(TrainRequest request)
    {
        if (request.DataFolder is null)
        {
            throw new UsageException("train needs --data DIR, or a settings file with data.");
        }

        if (request.Output is null && (request.CrossValidate || request.RunFolder is null))
        {
            throw new UsageException("train takes --out M.onnx, --out-dir RUN or --cross-validate OUTDIR.");
        }

        if (request.CrossValidate && (request.Options.HeldOutFold is not null || request.CheckpointPath is not null || request.RunFolder is not null))
        {
            throw new UsageException("--cross-validate leaves out each fold in turn and keeps its own run folders and checkpoints; drop --fold, --out-dir and --checkpoint.");
        }
    }

    private static void RefuseLoss(CliInvocation invocation, TrainRequest request)
    {
        if (request.Options.Architecture != ArchitectureCard.DSen2Cr && LossSettings.All.FirstOrDefault(s => invocation.IsGiven(s.Option)) is { } typed)
        {
            throw new UsageException($"{typed.Option.Name} is for --network {ArchitectureCard.DSen2Cr}; {request.Options.Architecture} has a loss of its own. Drop it.");
        }
    }

    private static void RefuseBoth(CliInvocation invocation, Option one, Option other)
    {
        if (invocation.IsGiven(one) && invocation.IsGiven(other))
        {
            throw new UsageException($"Give {one.Name} or {other.Name}, not both.");
        }
    }

    /// <summary>
    /// What was typed, for the model card; the folders of this machine are cut to their names, and what does not change the model is left out.
    /// </summary>
    internal static string CommandLine() => "cloudless " + string.Join(' ', Environment.GetCommandLineArgs().Skip(1)
        .Where(a => a is not ("--resume" or "--overwrite"))
        .Select(a => Path.IsPathRooted(a) ? Path.GetFileName(Path.TrimEndingDirectorySeparator(a)) : a));

    /// <summary>A line now and then; a bar would hide the loss.</summary>
    private sealed class LineProgress(CliInvocation invocation) : IProgress<TrainProgress>
    {
        public void Report(TrainProgress value) => invocation.Note(value.ToString());
    }
}
