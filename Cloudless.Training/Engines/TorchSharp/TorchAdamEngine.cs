using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>Trains a network with TorchSharp and ADAM by a loss that belongs to it; normalizations see batches while training and what they kept otherwise.</summary>
/// <remarks>Not thread-safe; to be used and disposed by one thread.</remarks>
internal abstract class TorchAdamEngine : ITrainingEngine
{
    private readonly TorchNetwork _network;
    private readonly TorchAdam _optimizer;
    private readonly double _maximumNorm;

    /// <summary>Starts from the graph's parameters.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="device">Where it is computed.</param>
    /// <param name="type">What convolutions are computed in.</param>
    /// <param name="beta1">Decay of ADAM's first moment.</param>
    /// <param name="maximumNorm">Gradients of a larger norm are scaled down to it; null leaves them.</param>
    protected TorchAdamEngine(NetworkGraph graph, Device device, ScalarType type, double beta1, double? maximumNorm)
    {
        _maximumNorm = maximumNorm ?? double.PositiveInfinity;
        _network = new TorchNetwork(graph, device, type);

        // What normalization keeps of the data never moves by a gradient.
        _optimizer = new TorchAdam(_network.Weights, [.. graph.Parameters.Select(p => p.Trained ? 0 : long.MaxValue)], beta1, Beta2);
    }

    /// <summary>Decay of ADAM's second moment (Kingma and Ba 2015).</summary>
    protected const double Beta2 = 0.999;

    /// <inheritdoc/>
    public string Name => _network.Name;

    /// <inheritdoc/>
    public NetworkGraph Graph => _network.Graph;

    /// <inheritdoc/>
    public long Steps => _optimizer.Step;

    /// <inheritdoc/>
    public double Step(TrainingBatch batch, PixelLoss loss, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(loss);
        batch.RequireFits(Graph, prediction: 0);
        return TorchErrors.Guard(Name, Describe(batch.Shape), () =>
        {
            using DisposeScope scope = NewDisposeScope();
            _network.Module.train();
            Tensor input = Upload(batch), target = Target(batch);
            Tensor value = Lose(Outputs(input), input, target, learningRate);
            double before = value.to_type(ScalarType.Float64).ToDouble();
            TrainingDivergedException.ThrowUnlessFinite(before, "loss", Steps + 1, learningRate);
            Tensor[] gradients = [.. autograd.grad([value], [.. _optimizer.Moving.Select(i => _network.Weights[i])])];
            Move(_optimizer, gradients, learningRate);
            return before;
        });
    }

    /// <inheritdoc/>
    public double Evaluate(TrainingBatch batch, PixelLoss loss, Span<float> prediction = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(loss);
        batch.RequireFits(Graph, prediction.Length);
        return _network.Evaluate(Describe(batch.Shape), prediction, () =>
        {
            _network.Module.eval();
            Tensor input = Upload(batch);
            IReadOnlyList<Tensor> outputs = Outputs(input);
            return (outputs[0], Judge(outputs, input, batch, loss));
        });
    }

    /// <inheritdoc/>
    public void LoadWeights() => _network.LoadWeights();

    /// <inheritdoc/>
    public void Synchronize() => _network.Synchronize();

    /// <inheritdoc/>
    public virtual NAdamState SaveOptimizer() => _optimizer.Save();

    /// <inheritdoc/>
    public virtual void LoadOptimizer(NAdamState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _optimizer.Load(state, Graph);
        LoadWeights();
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
    }

    /// <summary>The loss of a step, after whatever has to be done before it.</summary>
    /// <param name="outputs">The graph's, [N,13,H,W].</param>
    /// <param name="input">The batch's.</param>
    /// <param name="target">[N,13,H,W], 0..10000 DN.</param>
    /// <param name="learningRate">Rate of the step.</param>
    protected abstract Tensor Lose(IReadOnlyList<Tensor> outputs, Tensor input, Tensor target, double learningRate);

    /// <summary>The loss that validations compare.</summary>
    protected abstract Tensor Judge(IReadOnlyList<Tensor> outputs, Tensor input, TrainingBatch batch, PixelLoss loss);

    /// <summary>The target of a batch as the networks can reach it.</summary>
    protected Tensor Target(TrainingBatch batch) =>
        TorchArrays.ToTensor(batch.Target, _network.Device, batch.Shape.N, Sentinel2Band.Count, batch.Shape.H, batch.Shape.W).Clipped(0, DSen2Cr.OpticalMaximum);

    /// <summary>One update by gradients of no more than the norm allowed.</summary>
    protected void Move(TorchAdam optimizer, Tensor[] gradients, double learningRate)
    {
        double norm = TorchArrays.Norm(gradients);
        TrainingDivergedException.ThrowUnlessFinite(norm, "gradients' norm", Steps + 1, learningRate);
        optimizer.Update(norm <= _maximumNorm ? gradients : [.. gradients.Select(g => g.Times(_maximumNorm / norm))], learningRate);
    }

    private static string Describe(TensorShape shape) => $"a batch of {shape.N} images of {shape.W} x {shape.H} pixels";

    // Whole patches to validate on may have other sizes than the network halves evenly; their edges are continued.
    private IReadOnlyList<Tensor> Outputs(Tensor input)
    {
        long multiple = Graph.SizeMultiple, height = input.shape[2], width = input.shape[3];
        long below = (multiple - (height % multiple)) % multiple, right = (multiple - (width % multiple)) % multiple;
        return below + right == 0
            ? _network.Module.Outputs(input)
            : [.. _network.Module.Outputs(nn.functional.pad(input, [0L, right, 0, below], PaddingModes.Replicate)).Select(o => o.narrow(2, 0, height).narrow(3, 0, width).contiguous())];
    }

    private Tensor Upload(TrainingBatch batch) => TorchArrays.ToTensor(batch.Input, _network.Device, batch.Shape.N, batch.Shape.C, batch.Shape.H, batch.Shape.W);
}
