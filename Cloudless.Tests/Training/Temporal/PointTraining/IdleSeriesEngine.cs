using Cloudless.Networks;
using Cloudless.Training.Engines;
using Cloudless.Training.Temporal.PointTraining;

namespace Cloudless.Tests.Training.Temporal.PointTraining;

/// <summary>An engine that counts steps and calls every date's loss one less than the last.</summary>
internal sealed class IdleSeriesEngine(SequenceToPointOptions network) : ISeriesTrainingEngine
{
    /// <summary>Told of every step.</summary>
    public Action<long> Stepped { get; init; } = _ => { };

    public string Name => "idle";

    public NetworkGraph Graph { get; } = SequenceToPoint.Build(network);

    public long Steps { get; private set; }

    public double Step(SeriesBatch batch)
    {
        Stepped(++Steps);
        return 1;
    }

    public double Evaluate(SeriesBatch batch, Span<float> prediction)
    {
        batch.Target.CopyTo(prediction);
        return 100 - Steps;
    }

    public void Synchronize() => Graph.Parameters[0].Values[0] = Steps;

    public NAdamState SaveOptimizer() => new(Steps, 1, [.. Graph.Parameters.Select(p => new float[p.Values.Length])], [.. Graph.Parameters.Select(p => new float[p.Values.Length])]);

    public void LoadOptimizer(NAdamState state) => Steps = state.Step;

    public void Dispose()
    {
        // It holds nothing.
    }
}
