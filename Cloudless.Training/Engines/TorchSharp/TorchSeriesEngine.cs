using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Training.Perceptual;
using Cloudless.Training.Temporal.PointTraining;
using TorchSharp;
using static TorchSharp.torch;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>Trains a <see cref="SequenceToPoint"/> with TorchSharp, on an NVIDIA GPU or on the CPU, in float32: mean absolute difference and perceptual term on clear pixels of the target, ADAM, branches frozen at first.</summary>
/// <remarks>libtorch promises no equal bits from run to run. Not thread-safe.</remarks>
internal sealed class TorchSeriesEngine : ISeriesTrainingEngine
{
    private readonly TorchNetwork _network;
    private readonly TorchAdam _optimizer;
    private readonly TorchPerceptual? _perceptual;
    private readonly SeriesTrainOptions _options;

    /// <summary>Makes an engine that starts from the graph's parameters.</summary>
    /// <param name="graph">A graph of <see cref="SequenceToPoint.Build"/>.</param>
    /// <param name="options">Loss, optimizer, frozen steps.</param>
    /// <param name="perceptual">What the perceptual term sees with; null for none.</param>
    /// <param name="cuda">On an NVIDIA GPU, or on the CPU.</param>
    /// <param name="threads">Threads of libtorch on the CPU, for the whole process; 0 leaves them as they are.</param>
    /// <exception cref="CloudlessException">TorchSharp's native libraries or a GPU cannot be had here.</exception>
    public TorchSeriesEngine(NetworkGraph graph, SeriesTrainOptions options, PerceptualNetwork? perceptual, bool cuda, int threads)
    {
        TorchRuntime.Require(cuda);
        if (threads > 0)
        {
            set_num_threads(threads);
        }

        Device device = torch.device(cuda ? DeviceType.CUDA : DeviceType.CPU);
        ScalarType type = ConvolutionType.Choose(device, TrainingPrecision.Float32);
        (_network, _options) = (new TorchNetwork(graph, device, type), options);
        _perceptual = perceptual is null || options.PerceptualWeight == 0 ? null : new TorchPerceptual(perceptual, device, type);
        _optimizer = new TorchAdam(
            _network.Weights, [.. graph.Parameters.Select(p => SequenceToPoint.IsBranch(p.Name) ? options.FrozenSteps : 0L)], options.Beta1, options.Beta2);
    }

    /// <inheritdoc/>
    public string Name => _network.Name;

    /// <inheritdoc/>
    public NetworkGraph Graph => _network.Graph;

    /// <inheritdoc/>
    public long Steps => _optimizer.Step;

    /// <inheritdoc/>
    public double Step(SeriesBatch batch) => TorchErrors.Guard(Name, Describe(batch), () =>
    {
        using DisposeScope scope = NewDisposeScope();
        IReadOnlyList<int> moving = _optimizer.Moving;
        for (int i = 0; i < _network.Weights.Count; i++)
        {
            // What stays as it is needs no way back.
            _network.Weights[i].requires_grad = moving.Contains(i);
        }

        Tensor loss = Loss(_network.Module.forward(Input(batch)), batch);
        double value = loss.ToDouble();
        TrainingDivergedException.ThrowUnlessFinite(value, "loss", Steps + 1, _options.LearningRate);
        _optimizer.Update([.. autograd.grad([loss], [.. moving.Select(i => _network.Weights[i])])], _options.LearningRate);
        return value;
    });

    /// <inheritdoc/>
    public double Evaluate(SeriesBatch batch, Span<float> prediction) => _network.Evaluate(Describe(batch), prediction, () =>
    {
        Tensor output = _network.Module.forward(Input(batch));
        return (output, Loss(output, batch));
    });

    /// <inheritdoc/>
    public void Synchronize() => _network.Synchronize();

    /// <inheritdoc/>
    public NAdamState SaveOptimizer() => _optimizer.Save();

    /// <inheritdoc/>
    public void LoadOptimizer(NAdamState state)
    {
        _optimizer.Load(state, Graph);
        _network.LoadWeights();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _perceptual?.Dispose();
        _optimizer.Dispose();
        _network.Dispose();
    }

    private static string Describe(SeriesBatch batch) => $"a batch of {batch.Shape.N} series of {batch.Dates} dates of {batch.Shape.W} x {batch.Shape.H} pixels";

    private Tensor Input(SeriesBatch batch) => TorchArrays.ToTensor(batch.Input, _network.Device, batch.Shape.N, batch.Dates, batch.Shape.C, batch.Shape.H, batch.Shape.W);

    private Tensor Loss(Tensor prediction, SeriesBatch batch)
    {
        Tensor target = TorchArrays.ToTensor(batch.Target, _network.Device, batch.Shape.N, Sentinel2Band.Count, batch.Shape.H, batch.Shape.W).Clipped(0, DSen2Cr.OpticalMaximum);
        Tensor weights = TorchArrays.ToTensor(batch.Weights, _network.Device, batch.Shape.N, 1, batch.Shape.H, batch.Shape.W);
        double count = Math.Max(1.0, batch.Weights.Count(w => w != 0)) * Sentinel2Band.Count;
        Tensor loss = prediction.sub(target).abs().mul(weights).sum(ScalarType.Float64).Times(_options.L1Weight / (DSen2Cr.OpticalScale * count));
        return _perceptual is null ? loss : loss.Plus(_perceptual.Compute(prediction, target, weights).to_type(ScalarType.Float64).Times(_options.PerceptualWeight));
    }
}
