using System.Diagnostics;
using Cloudless.Training.Batches;
using Cloudless.Training.Checkpoints;
using Cloudless.Training.Datasets;
using Cloudless.Training.Engines;
using Cloudless.Training.Losses;
using Cloudless.Training.Validation;

namespace Cloudless.Training;

/// <summary>The steps of one training, from where its engine stands to the end of its length.</summary>
internal sealed class TrainingLoop
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(15);
    private readonly ITrainingEngine _engine;
    private readonly TrainOptions _options;
    private readonly WeightAverage? _average;
    private readonly CheckpointSaver _saver;
    private readonly BatchBuilder _batches;
    private readonly TrainingLength _length;
    private readonly TimeSpan _before;
    private readonly long _first;
    private readonly Stopwatch _clock = new();
    private TrainingState _state;
    private bool _isSaved;

    public TrainingLoop(ITrainingEngine engine, TrainOptions options, BatchBuilder batches, WeightAverage? average, CheckpointSaver saver, TrainingState state)
    {
        (_engine, _options, _batches, _average, _saver, _state) = (engine, options, batches, average, saver, state);
        (_before, _first, _isSaved) = (state.Elapsed, engine.Steps, engine.Steps > 0);
        _length = TrainingLength.Of(options, batches.PatchesInPass);
    }

    /// <summary>How samples are read beside the engine.</summary>
    public required ReadingOptions Reading { get; init; }

    /// <summary>Judges the network now and then; null where there is nothing to judge it on.</summary>
    public Validator? Validator { get; init; }

    /// <summary>Told of rows of the log and of validations.</summary>
    public ITrainingWatcher? Watcher { get; init; }

    /// <summary>Told every few seconds.</summary>
    public IProgress<TrainProgress>? Progress { get; init; }

    private TimeSpan Elapsed => _before + _clock.Elapsed;

    /// <summary>Trains to the end.</summary>
    /// <exception cref="OperationCanceledException">Canceled; a checkpoint was written where a path is set.</exception>
    public TrainResult Run(CancellationToken cancellation)
    {
        _clock.Start();
        TimeSpan reported = -ReportEvery;
        using var queue = new BatchQueue(_batches.Build, _first, Reading);
        for (double share = _length.Share(_engine.Steps, Elapsed); share < 1; share = _length.Share(_engine.Steps, Elapsed))
        {
            if (cancellation.IsCancellationRequested)
            {
                Save();
                throw new OperationCanceledException(
                    _saver.Path is null ? $"Stopped at step {_engine.Steps}." : $"Stopped at step {_engine.Steps}; {_saver.Path} holds the training, resume from it.", cancellation);
            }

            TrainProgress progress = Step(queue, share);
            if (progress.Step % _options.LogSteps == 0)
            {
                Watcher?.Logged(progress, Elapsed);
            }

            if (progress.Step % _options.Validation.Steps == 0)
            {
                Validate(progress);
            }

            // The last checkpoint comes after the last row and the last validation: a resumed training does not make up for them.
            if (progress.Step % _options.CheckpointSteps == 0 && progress.Share < 1)
            {
                Save();
            }

            if (_clock.Elapsed - reported >= ReportEvery)
            {
                reported = _clock.Elapsed;
                Progress?.Report(progress);
            }
        }

        return Finish();
    }

    private TrainProgress Step(BatchQueue queue, double share)
    {
        PixelLoss loss = _options.LossAt(share);
        double rate = _options.RateAt(_engine.Steps, share);
        double value = _engine.Step(queue.Take(CancellationToken.None), loss, rate);
        if (!double.IsFinite(value))
        {
            throw new TrainingDivergedException($"The training diverged: the loss of step {_engine.Steps} is {value}. Lower the learning rate ({rate}) or limit the gradients' norm.");
        }

        _isSaved = false;
        _state = _state.After(value);
        _average?.Follow(_engine);
        return Now(loss, rate);
    }

    private TrainProgress Now(PixelLoss loss, double rate)
    {
        double perSecond = (_engine.Steps - _first) / Math.Max(1e-3, _clock.Elapsed.TotalSeconds);
        return new TrainProgress(
            _engine.Steps, Math.Min(1, _length.Share(_engine.Steps, Elapsed)), _state.Loss, loss.Name, rate, perSecond, _length.Left(_engine.Steps, Elapsed, perSecond));
    }

    private void Validate(TrainProgress progress)
    {
        if (Validator is null)
        {
            return;
        }

        _ = _average is null ? Judge() : _average.With(_engine, Judge);

        // While the engine and its graph hold the weights that are judged.
        bool Judge()
        {
            (ValidationResult result, IReadOnlyList<ValidationPicture> pictures) = Validator.Run(_engine);
            bool best = _state.Best is null || result.IsBetterThan(_state.Best, _options.Validation.Best);
            _isSaved = false;
            _state = _state with { Last = result, Best = best ? result : _state.Best };
            if (best)
            {
                _engine.Synchronize();
                CheckpointSaver.RequireFinite(_engine.Graph, _engine.Steps);
            }

            Watcher?.Validated(progress, Elapsed, result, pictures, best ? _engine.Graph : null);
            return best;
        }
    }

    private TrainResult Finish()
    {
        TrainProgress end = Now(_options.LossAt(1), _options.RateAt(Math.Max(0, _engine.Steps - 1), 1));
        if (_engine.Steps > _first && _engine.Steps % _options.LogSteps != 0)
        {
            Watcher?.Logged(end, Elapsed);
        }

        if (_state.Last?.Step != _engine.Steps)
        {
            Validate(end);
        }

        _engine.Synchronize();
        CheckpointSaver.RequireFinite(_engine.Graph, _engine.Steps);
        Save();
        _average?.CopyTo(_engine.Graph);
        return new TrainResult(_engine.Graph, _engine.Steps, Elapsed, _state.Loss, _engine.Name, _state.Best);
    }

    private void Save()
    {
        if (_isSaved)
        {
            return;
        }

        _state = _state with { Elapsed = Elapsed };
        _saver.Save(_engine, _state, _average);
        _isSaved = true;
    }
}
