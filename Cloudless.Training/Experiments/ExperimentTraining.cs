using System.Globalization;
using System.Text.Json;
using Cloudless.Training.Runs;
using Cloudless.Training.Settings;

namespace Cloudless.Training.Experiments;

/// <summary>One training of an experiment.</summary>
/// <param name="Variant">Name of what is trained.</param>
/// <param name="Draw">Seed and fold.</param>
/// <param name="Request">The whole training; its run folder is its own.</param>
internal sealed record ExperimentTraining(string Variant, ExperimentDraw Draw, TrainRequest Request)
{
    /// <summary>For people.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Variant}, seed {Draw.Seed}, fold {Draw.Fold}");

    /// <summary>All trainings of a plan, every variant once before any comes again, so that what is done when time runs out compares.</summary>
    /// <param name="path">The plan's file.</param>
    /// <param name="request">Data, folder of the experiment, threads; its options are not used.</param>
    /// <exception cref="CloudlessException">The file cannot be read, or says something that is no experiment.</exception>
    public static (ExperimentPlan Plan, IReadOnlyList<ExperimentTraining> Trainings) Read(string path, ExperimentRequest request)
    {
        ExperimentPlan plan = ReadPlan(path);
        string[] twice = [.. plan.Variants.GroupBy(v => FolderName(v.Name), StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.First().Name)];
        if (plan.Variants.Count == 0 || plan.Draws.Count == 0 || plan.Draws.Distinct().Count() < plan.Draws.Count || twice.Length > 0)
        {
            throw new CloudlessException(
                $"{path}: found {plan.Variants.Count} variants{(twice.Length > 0 ? $", {twice[0]} more than once" : "")}, and {plan.Draws.Count} draws. An experiment has one or more of each, all different.");
        }

        if (plan.Reference is { } reference && plan.Variants.All(v => v.Name != reference))
        {
            throw new CloudlessException($"{path}: the reference {reference} is none of the variants {string.Join(", ", plan.Variants.Select(v => v.Name))}.");
        }

        return (plan, [.. plan.Draws.SelectMany(draw => plan.Variants.Select(variant => Of(path, plan, variant, draw, request)))]);
    }

    private static ExperimentTraining Of(string path, ExperimentPlan plan, ExperimentVariant variant, ExperimentDraw draw, ExperimentRequest request)
    {
        TrainRequest settings = SettingsFile.Combine($"{path}, {variant.Name}", plan.Settings, variant.Settings);
        var training = new ExperimentTraining(variant.Name, draw, settings with
        {
            DataFolder = request.DataFolder,
            Output = null,
            CrossValidate = false,
            CheckpointPath = null,
            RunFolder = Path.Combine(request.Output, string.Create(CultureInfo.InvariantCulture, $"{FolderName(variant.Name)}-seed{draw.Seed}-fold{draw.Fold}")),
            Name = variant.Name,
            Threads = request.Threads,
            Reading = request.Reading,
            Resume = true,
            Options = settings.Options with { Seed = draw.Seed, HeldOutFold = draw.Fold },
            Command = request.Command,
        });
        try
        {
            training.Request.Options.Validate();
        }
        catch (ArgumentException e)
        {
            throw new CloudlessException($"{path}: {training.Name}: {e.Message}", e);
        }

        return training;
    }

    private static ExperimentPlan ReadPlan(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), ExperimentJson.Default.ExperimentPlan)
                ?? throw new CloudlessException($"{path}: found null; an experiment is an object with title, variants and draws.");
        }
        catch (JsonException e)
        {
            throw new CloudlessException($"{path}: no experiment (title, settings, variants of name and settings, draws of seed and fold, reference): {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"{path}: the experiment cannot be read: {e.Message}", e);
        }
    }

    private static string FolderName(string variant) => string.Concat(variant.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_'));
}
