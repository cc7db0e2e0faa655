using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Rasters;
using Cloudless.Training.Checkpoints;
using Cloudless.Training.Settings;
using Cloudless.Training.Validation;

namespace Cloudless.Training.Temporal.PointTraining;

/// <summary>One training step by step: draws, updates, validates, keeps a log and a checkpoint.</summary>
/// <param name="engine">What computes; its graph has the start weights.</param>
/// <param name="draws">The batches.</param>
/// <param name="identity">What it is known by: how, on what.</param>
/// <param name="folder">The run's folder.</param>
internal sealed class SeriesCourse(ISeriesTrainingEngine engine, SeriesDraws draws, SeriesIdentity identity, SeriesRunFolder folder)
{
    private const int ValidationBatches = 12;
    private static readonly TimeSpan Saving = TimeSpan.FromMinutes(2), Telling = TimeSpan.FromSeconds(15);

    private readonly SeriesTrainOptions _options = identity.Options;
    private readonly IReadOnlyList<SeriesBatch> _validation = Seen(draws.Validation(ValidationBatches));
    private TrainingState _state = new();

    /// <summary>The best validation; null before the first.</summary>
    public ValidationResult? Best => _state.Best;

    // Length may change from call to call.
    private SeriesIdentity Lasting => identity with { Options = _options with { Steps = 1, ValidateEvery = 1 } };

    /// <summary>Goes on from the checkpoint.</summary>
    /// <exception cref="CloudlessException">It is damaged, or of another training.</exception>
    public void Resume(Action<string>? log)
    {
        Checkpoint checkpoint = Checkpoint.LoadNewest(folder.Checkpoint, log);
        IReadOnlyList<string> differences = TrainingJson.Differences(checkpoint.Data, Lasting);
        if (differences.Count > 0)
        {
            throw new CloudlessException($"{folder.Checkpoint} is of another training: {string.Join("; ", differences)}. Resume with the same settings and series, or start anew with --overwrite alone.");
        }

        checkpoint.CopyWeightsTo(engine.Graph);
        engine.LoadOptimizer(checkpoint.Optimizer);
        _state = checkpoint.State;
        log?.Invoke(FormattableString.Invariant($"going on from step {engine.Steps}"));
    }

    /// <summary>Trains to the last step, or until the time is over.</summary>
    /// <param name="minutes">Time for this call; null for none.</param>
    /// <param name="best">Told of a network that is better than all before it.</param>
    /// <param name="log">Told now and then.</param>
    /// <param name="cancellation">Ends it after a step, with a checkpoint.</param>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public void Run(double? minutes, Action<NetworkGraph, ValidationResult> best, Action<string>? log, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        TimeSpan before = _state.Elapsed, saved = TimeSpan.Zero, told = TimeSpan.Zero;
        if (engine.Steps == 0)
        {
            Validate(best, log);
        }

        while (engine.Steps < _options.Steps && !(clock.Elapsed.TotalMinutes >= minutes))
        {
            if (cancellation.IsCancellationRequested)
            {
                Save();
                throw new OperationCanceledException(FormattableString.Invariant($"Stopped at step {engine.Steps}; {folder.Checkpoint} holds the training, resume from it."), cancellation);
            }

            _state = _state.After(engine.Step(draws.Training(engine.Steps))) with { Elapsed = before + clock.Elapsed };
            if (clock.Elapsed - told > Telling)
            {
                told = clock.Elapsed;
                log?.Invoke(FormattableString.Invariant($"step {engine.Steps} of {_options.Steps}, loss {_state.Loss:0.000}, {_state.Elapsed:h\\:mm\\:ss}{(engine.Steps < _options.FrozenSteps ? ", branches frozen" : "")}"));
            }

            if (engine.Steps % _options.ValidateEvery == 0)
            {
                Validate(best, log);
            }

            if (clock.Elapsed - saved > Saving)
            {
                saved = clock.Elapsed;
                Save();
            }
        }

        if (engine.Steps % _options.ValidateEvery != 0)
        {
            Validate(best, log);
        }

        Save();
    }

    private void Save()
    {
        engine.Synchronize();

        // The file's form is that of single-date trainings; what they do not know stands where they have the data's digest.
        var frame = new TrainOptions { Network = _options.Network.Branch, Batch = _options.Batch, Seed = _options.Seed, LearningRate = _options.LearningRate };
        new Checkpoint(
            frame, TrainingJson.Write(Lasting), _state, engine.Graph.Parameters.ToDictionary(p => p.Name, p => (float[])p.Values.Clone()), null, engine.SaveOptimizer()).Save(folder.Checkpoint);
    }

    // Where the target shows nothing there is nothing to judge.
    private static IReadOnlyList<SeriesBatch> Seen(IReadOnlyList<SeriesBatch> drawn)
    {
        SeriesBatch[] seen = [.. drawn.Where(b => b.Weights.AsSpan().ContainsAnyExcept(0f))];
        return seen.Length > 0 ? seen : throw new CloudlessException($"None of the {drawn.Count} patches to validate on has a clear pixel on the day that is to be made. Take larger patches, or series with clearer dates.");
    }

    private void Validate(Action<NetworkGraph, ValidationResult> best, Action<string>? log)
    {
        double loss = 0, psnr = 0;
        foreach (SeriesBatch batch in _validation)
        {
            float[] prediction = new float[batch.Target.Length];
            loss += engine.Evaluate(batch, prediction) / _validation.Count;
            psnr += Psnr(prediction, batch) / _validation.Count;
        }

        var result = new ValidationResult(engine.Steps, loss, psnr);
        bool better = Best is null || result.Loss < Best.Loss;
        _state = _state with { Last = result, Best = better ? result : Best };
        log?.Invoke(FormattableString.Invariant($"validation at step {engine.Steps}: loss {loss:0.000}, PSNR {psnr:0.00} dB{(better ? ", the best so far" : "")}"));
        Write(result);
        if (better)
        {
            engine.Synchronize();
            best(engine.Graph, result);
        }
    }

    private void Write(ValidationResult result)
    {
        string path = folder.Log;
        string line = string.Create(CultureInfo.InvariantCulture, $"{result.Step},{_state.Elapsed.TotalSeconds:0},{_state.Loss:0.00000},{result.Loss:0.00000},{result.Psnr:0.000}\n");
        string[] earlier = File.Exists(path) ? [.. File.ReadLines(path).Skip(1).Where(l => long.TryParse(l.Split(',')[0], out long step) && step < result.Step).Select(l => l + "\n")] : [];
        AtomicFile.WriteAllBytes(path, Encoding.UTF8.GetBytes(string.Concat(["step,seconds,loss,validationLoss,validationPsnrDb\n", .. earlier, line])), overwrite: true);
    }

    // On the target's clear pixels, both clipped to 0..10000 DN, of reflectance 1.
    private static double Psnr(float[] prediction, SeriesBatch batch)
    {
        int plane = batch.Shape.H * batch.Shape.W;
        double sum = 0, count = 0;
        for (int i = 0; i < prediction.Length; i++)
        {
            float weight = batch.Weights[(i / (plane * Sentinel2Band.Count) * plane) + (i % plane)];
            double difference = Math.Clamp(prediction[i], 0, DSen2Cr.OpticalMaximum) - Math.Clamp(batch.Target[i], 0, DSen2Cr.OpticalMaximum);
            sum += weight * difference * difference;
            count += weight;
        }

        return -10 * Math.Log10(Math.Max(sum / Math.Max(1, count), 1e-3) / ((double)DSen2Cr.OpticalMaximum * DSen2Cr.OpticalMaximum));
    }
}
