using System.Globalization;
using Cloudless.Fusion;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Engines;
using Cloudless.Training.Engines.TorchSharp;
using Cloudless.Training.Perceptual;
using Cloudless.Training.Runs;
using Cloudless.Training.Temporal.Sources;
using Cloudless.Training.Validation;

namespace Cloudless.Training.Temporal.PointTraining;

/// <summary>A training on series from a folder of images to a model file.</summary>
public static class SeriesTrainingRun
{
    /// <summary>Does all of it. The output is the best model by validation.</summary>
    /// <param name="request">What, on which data, into which files.</param>
    /// <param name="log">Told of each stage in a line; null for silence.</param>
    /// <param name="cancellation">Stops after a step, with a checkpoint.</param>
    /// <returns>How the model did on the validation patches.</returns>
    /// <exception cref="TrainingDivergedException">The loss left the numbers.</exception>
    /// <exception cref="CloudlessException">The data cannot be used, TorchSharp cannot be had, an output exists or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static ValidationResult Execute(SeriesTrainRequest request, Action<string>? log = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        bool cuda = ChooseCuda(request.Engine);
        using SeriesRunFolder folder = SeriesRunFolder.Open(request);
        CloudRemovalModel start = request.From is { } path ? CloudRemovalModel.Load(path) : CloudRemovalModel.LoadDefault();
        NetworkGraph branch = start.Graph ?? throw new CloudlessException($"{start.Source}: its network cannot be trained: {start.GraphUnreadable} Start from another model.");
        ArchitectureCard size = start.Card.Architecture;
        SeriesTrainOptions options = request.Options with
        {
            Network = request.Options.Network with { Branch = new DSen2CrOptions { Features = size.Features, Blocks = size.Blocks, Sar = size.Sar, ResidualScale = size.ResidualScale } },
        };
        options.Validate();
        PerceptualNetwork? perceptual = request.Perceptual is { } seen ? PerceptualNetwork.Load(seen) : null;
        using SeriesSource source = SeriesSource.Open(request.Data, request.Sar, request.Detector, request.CoverCache, log, cancellation);
        log?.Invoke($"{source.Covers.Count} {(source.Covers.Count == 1 ? "place" : "places")} with {string.Join(", ", source.Covers.Select(c => c.Count).Distinct().Order())} dates; branches of {start.Source}, F={size.Features}, B={size.Blocks}");
        if (size.Sar && !source.HasSar)
        {
            log?.Invoke("None of the dates has Sentinel-1: the network takes it, but learns nothing of it here.");
        }

        var draws = new SeriesDraws(source, options);
        if (draws.LeftOut is { } left)
        {
            log?.Invoke(left);
        }

        log?.Invoke(perceptual is null ? PerceptualNetwork.LeftOut : $"perceptual term by {perceptual.Name}");

        NetworkGraph graph = SequenceToPoint.Build(options.Network);
        SequenceToPoint.Start(graph, branch, options.Seed);
        using ISeriesTrainingEngine engine = TorchRuntime.CreateSeries(graph, options, perceptual, cuda, request.Threads);
        log?.Invoke($"training engine: {engine.Name}");
        var course = new SeriesCourse(engine, draws, new SeriesIdentity(options, source.Digest, perceptual?.Name), folder);
        if (folder.GoesOn)
        {
            course.Resume(log);
        }

        course.Run(request.Minutes, (network, result) => SeriesModel.Create(network, Card(request, options, start, result)).Save(folder.Best, overwrite: true), log, cancellation);
        SeriesModel.Load(folder.Best).Save(request.Output, request.Overwrite || folder.GoesOn);
        log?.Invoke($"wrote {request.Output}: step {course.Best?.Step} of {engine.Steps}, the best by validation");
        return course.Best!;
    }

    private static bool ChooseCuda(TrainingEngineKind engine)
    {
        bool cuda = engine switch
        {
            TrainingEngineKind.Cpu => throw new CloudlessException("Cloudless' own engine does not know networks of series. Take --engine torch-cpu or cuda."),
            TrainingEngineKind.Auto => TorchRuntime.Problem(cuda: true) is null,
            _ => engine == TrainingEngineKind.Cuda,
        };
        TorchRuntime.Require(cuda);
        return cuda;
    }

    private static ModelCard Card(SeriesTrainRequest request, SeriesTrainOptions options, CloudRemovalModel start, ValidationResult result)
    {
        ModelCard card = ModelCard.ForSequenceToPoint(options.Network, request.Name, "0.1.0", DateTimeOffset.UtcNow);
        string part = string.Create(CultureInfo.InvariantCulture, $"the rightmost {options.ValidationShare:P0} of the images' columns");
        return card with
        {
            Channels = [.. card.Channels.Select((c, i) => c.Unit == ChannelCard.Decibel && options.SarDropout > 0 ? c with { MissingFill = SarFill.Of(i - card.OutputBands.Count) } : c)],
            Training = new TrainingCard
            {
                Data = [DataSources.OfFolder(DatedScenes.FolderOf(request.Data))],
                Folds = options.ValidationShare > 0 ? $"{part} left out of the training" : "nothing left out",
                Loss = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{options.L1Weight} L1{(request.Perceptual is { } seen ? $" and {options.PerceptualWeight} perceptual by {Path.GetFileName(seen)}" : ", without the perceptual term")}"),
                Optimizer = string.Create(
                    CultureInfo.InvariantCulture, $"ADAM, beta {options.Beta1} and {options.Beta2}; branches from {Path.GetFileName(start.Source)}, frozen for {options.FrozenSteps} steps"),
                LearningRate = options.LearningRate,
                Seed = options.Seed,
                Steps = result.Step,
                Batch = options.Batch,
                Command = request.Command,
            },
            Metrics =
            [
                new MetricCard(
                    options.ValidationShare > 0 ? part : "patches of the training", "every pixel the network's; these patches chose the model, so they are no test",
                    new Dictionary<string, double> { ["psnrDb"] = Math.Round(result.Psnr, 3), ["loss"] = Math.Round(result.Loss, 4) }),
            ],
            Limitations = ["Where no date shows the ground it paints plausible ground, not the true one."],
        };
    }
}
