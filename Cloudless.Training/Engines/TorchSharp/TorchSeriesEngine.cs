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
    private readonly Device _device;
    private readonly GraphModule _module;
    private readonly IReadOnlyList<Tensor> _weights;
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

        (Graph, _options) = (graph, options);
        _device = torch.device(cuda ? DeviceType.CUDA : DeviceType.CPU);
        ScalarType type = ConvolutionType.Choose(_device, TrainingPrecision.Float32);
        Name = $"{(cuda ? "cuda" : "torch-cpu")} {ConvolutionType.NameOf(type)}";
        _module = TorchErrors.Guard(Name, $"a network of {graph.ParameterCount} parameters", () => new GraphModule(graph, _device, type));
        _weights = _module.Weights;
        _perceptual = perceptual is null || options.PerceptualWeight == 0 ? null : new TorchPerceptual(perceptual, _device, type);
        _optimizer = new TorchAdam(
            _weights, [.. graph.Parameters.Select(p => SequenceToPoint.IsBranch(p.Name) ? options.FrozenSteps : 0L)], options.Beta1, options.Beta2);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public NetworkGraph Graph { get; }

    /// <inheritdoc/>
    public long Steps => _optimizer.Step;

    /// <inheritdoc/>
    public double Step(SeriesBatch batch) => TorchErrors.Guard(Name, Describe(batch), () =>
    {
        using DisposeScope scope = NewDisposeScope();
        IReadOnlyList<int> moving = _optimizer.Moving;
        for (int i = 0; i < _weights.Count; i++)
        {
            // What stays as it is needs no way back.
            _weights[i].requires_grad = moving.Contains(i);
        }

        Tensor loss = Loss(_module.forward(Input(batch)), batch);
        double value = loss.ToDouble();
        TrainingDivergedException.ThrowUnlessFinite(value, "loss", Steps + 1, _options.LearningRate);
        _optimizer.Update([.. autograd.grad([loss], [.. moving.Select(i => _weights[i])])], _options.LearningRate);
        return value;
    });

    /// <inheritdoc/>
    public double Evaluate(SeriesBatch batch, Span<float> prediction)
    {
        float[] made = new float[prediction.Length];
        double value = TorchErrors.Guard(Name, Describe(batch), () =>
        {
            using IDisposable constant = no_grad();
            using DisposeScope scope = NewDisposeScope();
            Tensor output = _module.forward(Input(batch));
            TorchArrays.CopyTo(output, made);
            return Loss(output, batch).ToDouble();
        });
        made.CopyTo(prediction);
        return value;
    }

    /// <inheritdoc/>
    public void Synchronize()
    {
        for (int i = 0; i < _weights.Count; i++)
        {
            TorchArrays.CopyTo(_weights[i], Graph.Parameters[i].Values);
        }
    }

    /// <inheritdoc/>
    public NAdamState SaveOptimizer() => _optimizer.Save();

    /// <inheritdoc/>
    public void LoadOptimizer(NAdamState state)
    {
        _optimizer.Load(state, Graph);
        for (int i = 0; i < _weights.Count; i++)
        {
            TorchNAdam.Replace(_weights[i], Graph.Parameters[i].Values);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _perceptual?.Dispose();
        _optimizer.Dispose();
        _module.Dispose();
    }

    private static string Describe(SeriesBatch batch) => $"a batch of {batch.Shape.N} series of {batch.Dates} dates of {batch.Shape.W} x {batch.Shape.H} pixels";

    private Tensor Input(SeriesBatch batch) => TorchArrays.ToTensor(batch.Input, _device, batch.Shape.N, batch.Dates, batch.Shape.C, batch.Shape.H, batch.Shape.W);

    private Tensor Loss(Tensor prediction, SeriesBatch batch)
    {
        Tensor target = TorchArrays.ToTensor(batch.Target, _device, batch.Shape.N, Sentinel2Band.Count, batch.Shape.H, batch.Shape.W).clamp(0, DSen2Cr.OpticalMaximum);
        Tensor weights = TorchArrays.ToTensor(batch.Weights, _device, batch.Shape.N, 1, batch.Shape.H, batch.Shape.W);
        double count = Math.Max(1.0, batch.Weights.Count(w => w != 0)) * Sentinel2Band.Count;
        Tensor loss = prediction.sub(target).abs().mul(weights).sum(ScalarType.Float64).mul(_options.L1Weight / (DSen2Cr.OpticalScale * count));
        return _perceptual is null ? loss : loss.add(_perceptual.Compute(prediction, target, weights).to_type(ScalarType.Float64).mul(_options.PerceptualWeight));
    }
}
