using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>Trains a network with TorchSharp, on an NVIDIA GPU or on the CPU: the same graph, loss and optimizer as the CPU engine's, differentiated by libtorch.</summary>
/// <remarks>
/// The same batches give nearly the same weights as on the CPU engine; not the same bits, and libtorch promises none from run to run. In 16 bits convolutions alone are; weights, sums,
/// loss and optimizer are float32. Checkpoints go from one engine to the other. Not thread-safe; to be used and disposed by one thread.
/// </remarks>
public sealed class TorchTrainingEngine : ITrainingEngine
{
    private readonly TorchNetwork _network;
    private readonly TorchNAdam _optimizer;
    private readonly LossScale? _scale;

    /// <summary>Makes an engine that starts from the graph's parameters.</summary>
    /// <param name="graph">One input whose first 13 channels are optical DN, one output of 13 channels in DN.</param>
    /// <param name="cuda">On an NVIDIA GPU, or on the CPU.</param>
    /// <param name="precision">What convolutions are computed in.</param>
    /// <param name="threads">Threads of libtorch on the CPU, for the whole process; 0 leaves them as they are.</param>
    /// <param name="options">Constants of NAdam; the published ones by default.</param>
    /// <exception cref="ArgumentException">The graph is not of that kind.</exception>
    /// <exception cref="CloudlessException">TorchSharp's native libraries, a GPU or the precision cannot be had here.</exception>
    /// <exception cref="OutOfMemoryException">The device cannot hold the network.</exception>
    public TorchTrainingEngine(NetworkGraph graph, bool cuda, TrainingPrecision precision = TrainingPrecision.Auto, int threads = 0, NAdamOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        TrainableGraph.Require(graph);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        options ??= new NAdamOptions();
        options.Validate();
        TorchRuntime.Require(cuda);
        if (threads > 0)
        {
            set_num_threads(threads);
        }

        Device device = torch.device(cuda ? DeviceType.CUDA : DeviceType.CPU);
        ScalarType type = ConvolutionType.Choose(device, precision);
        _scale = type == ScalarType.Float16 ? new LossScale() : null;
        _network = new TorchNetwork(graph, device, type);
        _optimizer = new TorchNAdam(_network.Weights, options);
    }

    /// <inheritdoc/>
    public string Name => _network.Name;

    /// <inheritdoc/>
    public NetworkGraph Graph => _network.Graph;

    /// <inheritdoc/>
    public long Steps => _optimizer.Step;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The batch does not fit the graph, or its mask has other classes than 0, 1 and 2.</exception>
    /// <exception cref="CloudlessException">TorchSharp failed.</exception>
    public double Step(TrainingBatch batch, PixelLoss loss, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(loss);
        batch.RequireFits(Graph, prediction: 0);
        return TorchErrors.Guard(Name, Describe(batch.Shape), () =>
        {
            while (true)
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor input = Upload(batch), value = TorchLoss.Compute(_network.Module.forward(input), input, batch, loss);
                double before = value.ToDouble();
                TrainingDivergedException.ThrowUnlessFinite(before, "loss", Steps + 1, learningRate);
                double factor = _scale?.Value ?? 1;
                Tensor[] gradients = [.. autograd.grad([value.Times(factor)], [.. _network.Weights]).Select(g => factor == 1 ? g : g.Times(1 / factor))];
                double norm = TorchArrays.Norm(gradients);
                if (!double.IsFinite(norm) && _scale?.Shrink() == true)
                {
                    continue;
                }

                TrainingDivergedException.ThrowUnlessFinite(norm, "gradients' norm", Steps + 1, learningRate);
                _optimizer.Update(gradients, norm, learningRate);
                _scale?.Keep();
                return before;
            }
        });
    }

    /// <inheritdoc/>
    /// <exception cref="CloudlessException">TorchSharp failed.</exception>
    public double Evaluate(TrainingBatch batch, PixelLoss loss, Span<float> prediction = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(loss);
        batch.RequireFits(Graph, prediction.Length);
        return _network.Evaluate(Describe(batch.Shape), prediction, () =>
        {
            Tensor input = Upload(batch), output = _network.Module.forward(input);
            return (output, TorchLoss.Compute(output, input, batch, loss));
        });
    }

    /// <inheritdoc/>
    public void LoadWeights() => _network.LoadWeights();

    /// <inheritdoc/>
    public void Synchronize() => _network.Synchronize();

    /// <inheritdoc/>
    public NAdamState SaveOptimizer() => _optimizer.Save();

    /// <inheritdoc/>
    public void LoadOptimizer(NAdamState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _optimizer.Load(state, Graph);
        LoadWeights();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
    }

    private static string Describe(TensorShape shape) => $"a batch of {shape.N} images of {shape.W} x {shape.H} pixels";

    private Tensor Upload(TrainingBatch batch) =>
        TorchArrays.ToTensor(batch.Input, _network.Device, batch.Shape.N, batch.Shape.C, batch.Shape.H, batch.Shape.W);
}
