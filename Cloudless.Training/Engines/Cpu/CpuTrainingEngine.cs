using Cloudless.Imagery;
using Cloudless.Inference.Cpu;
using Cloudless.Networks;
using Cloudless.Training.Losses;

namespace Cloudless.Training.Engines.Cpu;

/// <summary>Trains a network on the CPU: reverse mode over its graph with the kernels of <see cref="CpuInferenceEngine"/>, NAdam.</summary>
/// <remarks>
/// All sums run in an order that the batch's shape decides alone: the same batches give the same weights, bit for bit, whatever the thread
/// count. All values of the forward pass are kept for the way back: about N*H*W*4*F*(2B+6) bytes, 0.8 GB for F=64, B=8 and 8 crops of 128x128. Sums of
/// weight gradients in Winograd's domain take 8*64*4*F*F bytes more, about 10 MB for F=64 and 140 MB for F=256; all layers share them.
/// Not thread-safe.
/// </remarks>
public sealed unsafe class CpuTrainingEngine : ITrainingEngine
{
    private readonly ComputePool _pool;
    private readonly WorkerScratch _scratch;
    private readonly ForwardPass _forward;
    private readonly BackwardPass _backward;
    private readonly GradientNorm _norm;
    private readonly NAdamOptimizer _optimizer;
    private readonly Dictionary<string, (PlaneBuffer Buffer, int Channels)> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _indexOf = new(StringComparer.Ordinal);
    private readonly LayoutConversionJob _conversion = new();
    private readonly LossJob _loss = new();
    private readonly GradientTermJob _gradientTerm = new();
    private BlockedLayout _layout;

    /// <summary>Makes an engine that starts from the graph's parameters.</summary>
    /// <param name="graph">One input whose first 13 channels are optical DN, one output of 13 channels in DN.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    /// <param name="options">Constants of NAdam; the published ones by default.</param>
    /// <exception cref="ArgumentException">The graph is not of that kind.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A constant of the options is out of range.</exception>
    public CpuTrainingEngine(NetworkGraph graph, int threads = 0, NAdamOptions? options = null)
        : this(graph, threads, options, ConvolutionKernels.Best)
    {
    }

    internal CpuTrainingEngine(NetworkGraph graph, int threads, NAdamOptions? options, KernelSet set)
    {
        TrainableGraph.Require(graph);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        options ??= new NAdamOptions();
        options.Validate();
        Graph = graph;
        IReadOnlyList<LoweredOp> ops = LoweredOp.Lower(graph);
        foreach (string value in ops.Select(o => o.Output).Append(graph.Inputs[0].Name))
        {
            _values[value] = (new PlaneBuffer(), graph.ChannelsOf(value));
        }

        for (int i = 0; i < graph.Parameters.Count; i++)
        {
            _indexOf[graph.Parameters[i].Name] = i;
        }

        int workers = threads == 0 ? Environment.ProcessorCount : threads;
        _scratch = new WorkerScratch(workers);
        var kernels = ConvolutionKernels.For(set);
        _forward = new ForwardPass(graph, ops, kernels, _scratch);
        _backward = new BackwardPass(graph, ops, kernels, _scratch);
        _norm = new GradientNorm(_backward.Gradients);
        _optimizer = new NAdamOptimizer(graph, options);
        SpreadWeights();

        // Last: threads that nobody ends would outlive a failed constructor.
        _pool = new ComputePool(workers);
    }

    /// <inheritdoc/>
    public string Name => "cpu";

    /// <inheritdoc/>
    public NetworkGraph Graph { get; }

    /// <inheritdoc/>
    public long Steps => _optimizer.Step;

    /// <summary>Bytes that values and gradients of a batch may take; by default what the machine, or the container, has.</summary>
    internal long MemoryLimit { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Gradients of the last step in the graph's order of parameters.</summary>
    internal IReadOnlyList<float[]> Gradients => _backward.Gradients;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The batch does not fit the graph, or its mask has other classes than 0, 1 and 2.</exception>
    public double Step(TrainingBatch batch, PixelLoss loss, double learningRate)
    {
        double value = Evaluate(batch, loss);
        TrainingDivergedException.ThrowUnlessFinite(value, "loss", Steps + 1, learningRate);
        _backward.Run(_pool);
        double norm = _norm.Compute(_pool);
        TrainingDivergedException.ThrowUnlessFinite(norm, "gradients' norm", Steps + 1, learningRate);
        _optimizer.Update(_backward.Gradients, norm, learningRate, _pool);
        SpreadWeights();
        return value;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The batch does not fit the graph, or its mask has other classes than 0, 1 and 2.</exception>
    public double Evaluate(TrainingBatch batch, PixelLoss loss, Span<float> prediction = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(loss);
        batch.RequireFits(Graph, prediction.Length);
        Forward(batch);
        float* output = (float*)AddressOf(Graph.Outputs[0].Name);
        if (!prediction.IsEmpty)
        {
            fixed (float* planar = prediction)
            {
                _conversion.ToPlanar(_layout, Sentinel2Band.Count, output, planar);
                _pool.Run(_conversion, _conversion.Items);
            }
        }

        _loss.Bind(_layout, batch, loss, output, _backward.OutputGradient);
        _pool.Run(_loss, _loss.Items);
        if (loss.GradientWeight == 0)
        {
            return _loss.Loss;
        }

        _gradientTerm.Bind(_layout, batch, loss, output, _backward.OutputGradient);
        _pool.Run(_gradientTerm, _gradientTerm.Items);
        return _loss.Loss + _gradientTerm.Loss;
    }

    /// <inheritdoc/>
    public void LoadWeights()
    {
        _optimizer.LoadWeights();
        SpreadWeights();
    }

    /// <summary>The forward pass of a step alone, on a batch that fits the graph: every value stays where the way back finds it.</summary>
    internal void Forward(TrainingBatch batch)
    {
        Prepare(batch.Shape);
        fixed (float* input = batch.Input)
        {
            _conversion.ToBlocked(_layout, batch.Shape.C, input, (float*)AddressOf(Graph.Inputs[0].Name));
            _pool.Run(_conversion, _conversion.Items);
        }

        _forward.Run(_pool);
    }

    /// <inheritdoc/>
    public void Synchronize()
    {
        for (int i = 0; i < Graph.Parameters.Count; i++)
        {
            _optimizer.Weights[i].CopyTo(Graph.Parameters[i].Values, 0);
        }
    }

    /// <inheritdoc/>
    public NAdamState SaveOptimizer() => _optimizer.Save();

    /// <inheritdoc/>
    public void LoadOptimizer(NAdamState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _optimizer.Load(state);
        SpreadWeights();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pool.Dispose();
        _forward.Dispose();
        _backward.Dispose();
        _scratch.Dispose();
        foreach ((PlaneBuffer buffer, _) in _values.Values)
        {
            buffer.Dispose();
        }
    }

    private void Prepare(TensorShape shape)
    {
        var layout = new BlockedLayout(shape.N, shape.H, shape.W, _forward.Border);
        if (layout == _layout)
        {
            return;
        }

        RequireMemory(layout);
        _layout = default;
        foreach ((PlaneBuffer buffer, int channels) in _values.Values)
        {
            buffer.Prepare(layout, layout.Planes(channels));
        }

        _forward.Bind(layout, AddressOf);
        _backward.Bind(layout, AddressOf);
        _layout = layout;
    }

    // A system that promises more memory than it has would end the process later, without a word.
    private void RequireMemory(BlockedLayout layout)
    {
        double planes = _backward.Planes(layout) + _values.Values.Sum(v => (double)layout.Planes(v.Channels)), gigabytes = planes * layout.PlaneStride * sizeof(float) / 1e9;
        if (gigabytes > MemoryLimit / 1e9)
        {
            throw new OutOfMemoryException(FormattableString.Invariant(
                $"A batch of {layout.N} images of {layout.W} x {layout.H} pixels takes {gigabytes:0.0} GB in this network ({Graph.ParameterCount} parameters); the machine has {MemoryLimit / 1e9:0.0} GB."));
        }
    }

    private nint AddressOf(string value) => (nint)_values[value].Buffer.Pointer;

    private void SpreadWeights()
    {
        _forward.Load(ValuesOf);
        _backward.Load(ValuesOf);
    }

    private ReadOnlyMemory<float> ValuesOf(string parameter) => _optimizer.Weights[_indexOf[parameter]];
}
