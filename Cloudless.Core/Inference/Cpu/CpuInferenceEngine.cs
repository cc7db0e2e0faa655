using Cloudless.Imagery;
using Cloudless.Networks;

namespace Cloudless.Inference.Cpu;

/// <summary>
/// Runs a <see cref="NetworkGraph"/> on the CPU with this library's own kernels for AVX-512, AVX2 and every other machine.
/// </summary>
/// <remarks>
/// A pixel has the same bits whatever the thread count and the size of the image. 3x3 convolutions go by tiles of 6x6 pixels (Winograd's F(6x6, 3x3)), whose
/// sums are rounded together: parts of an image have the bits of the whole where they are cut as <see cref="Reach"/> says. Weights are taken over when the engine is made. Memory
/// is kept from run to run and grows with the largest shape seen. Thread-safe; calls run one after the other.
/// </remarks>
public sealed unsafe class CpuInferenceEngine : IInferenceEngine
{
    // What engines side by side may take together of memory; more than that is better spent on larger tiles.
    private const long SideBySideBytes = 512L << 20;

    // A transformed 3x3 kernel has 64 values instead of 9, and is kept beside the graph's own.
    private const int WeightGrowth = 8;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, CpuInferenceEngine[]> _sideBySide = [];
    private readonly NetworkGraph _graph;
    private readonly int _threads;
    private readonly BufferPlan _plan;
    private readonly ForwardPass _pass;
    private readonly ComputePool _pool;
    private readonly WorkerScratch _scratch;
    private readonly PlaneBuffer[] _slots;
    private readonly LayoutConversionJob _conversion = new();
    private readonly KernelSet _set;
    private readonly IReadOnlyList<LoweredOp> _ops;
    private BlockedLayout _layout;
    private Window _core;
    private bool _disposed;

    /// <summary>Makes an engine.</summary>
    /// <param name="graph">One input, one output, nodes of any kind.</param>
    /// <param name="options">Threads are taken from here.</param>
    /// <exception cref="ArgumentException">The graph is not one that <see cref="Supports"/> accepts.</exception>
    public CpuInferenceEngine(NetworkGraph graph, ExecutionOptions options)
        : this(graph, options, ConvolutionKernels.Best)
    {
    }

    internal CpuInferenceEngine(NetworkGraph graph, ExecutionOptions options, KernelSet set)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!Supports(graph))
        {
            throw new ArgumentException(
                $"The CPU engine runs graphs of one input and one output; this one has {graph.Inputs.Count} and {graph.Outputs.Count}. Use the ONNX Runtime engine.",
                nameof(graph));
        }

        (_graph, _set, _threads) = (graph, set, options.ResolvedThreads);
        _ops = LoweredOp.Lower(graph);
        _plan = BufferPlan.Make(graph, _ops);
        _slots = [.. _plan.SlotBlocks.Select(_ => new PlaneBuffer())];
        _scratch = new WorkerScratch(_threads);
        _pass = new ForwardPass(graph, _ops, ConvolutionKernels.For(set), _scratch);
        _pass.Load(name => graph.Parameter(name).Values);

        // Last: threads that nobody ends would outlive a failed constructor.
        _pool = new ComputePool(_threads);
    }

    /// <summary>Ends the threads of an engine that nobody disposed; its memory has finalizers of its own.</summary>
    ~CpuInferenceEngine() => _pool?.Dispose();

    /// <inheritdoc/>
    public string Name => "cpu";

    /// <inheritdoc/>
    public string Description => $"Cloudless CPU engine, {_set switch
    {
        KernelSet.Avx512 => "AVX-512",
        KernelSet.Avx2 => "AVX2",
        _ => "portable",
    }} kernels, {_pool.Threads} {(_pool.Threads == 1 ? "thread" : "threads")}";

    /// <inheritdoc/>
    public int InputChannels => _graph.Inputs[0].Channels;

    /// <inheritdoc/>
    public int OutputChannels => _graph.Outputs[0].Channels;

    /// <summary>Whether this engine can run a graph: one image in, one out, and the nodes of DSen2-CR. Series and networks that change H and W are ONNX Runtime's.</summary>
    public static bool Supports(NetworkGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Inputs is [{ Shape.Kind: ValueKind.Image }] && graph.Outputs.Count == 1
            && graph.Nodes.All(n => n is Conv2dNode { Stride: 1 } or ReluNode or ScaleNode or AddNode or ClampNode or AffineNode or SliceChannelsNode);
    }

    /// <inheritdoc/>
    public void Run(ReadOnlySpan<float> input, TensorShape shape, Span<float> output) =>
        Run(input, shape, output, new Window(0, 0, shape.W, shape.H));

    /// <inheritdoc/>
    public void Run(ReadOnlySpan<float> input, TensorShape shape, Span<float> output, Window core)
    {
        Check(input.Length, shape, output.Length, core);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Prepare(shape, core);
            fixed (float* from = input, to = output)
            {
                _conversion.ToBlocked(_layout, InputChannels, from, (float*)AddressOf(_graph.Inputs[0].Name));
                _pool.Run(_conversion, _conversion.Items);
                _pass.Run(_pool);
                _conversion.ToPlanar(_layout, OutputChannels, (float*)AddressOf(_graph.Outputs[0].Name), to);
                _pool.Run(_conversion, _conversion.Items);
            }

            // An engine that its caller drops during the run must not be finalized before its end.
            GC.KeepAlive(this);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<IInferenceEngine> SideBySide(TensorShape largest)
    {
        var layout = new BlockedLayout(largest.N, largest.H, largest.W, _pass.Border);
        long samples = (_plan.SlotBlocks.Sum(blocks => (long)layout.Planes(blocks * BlockedLayout.Block)) * layout.PlaneStride) + (_graph.ParameterCount * WeightGrowth);
        int count = (int)Math.Clamp(SideBySideBytes / (samples * sizeof(float)), 1, _threads);
        if (count == 1)
        {
            return [this];
        }

        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_sideBySide.TryGetValue(count, out CpuInferenceEngine[]? engines))
            {
                var share = new ExecutionOptions { Threads = (_threads + count - 1) / count };
                _sideBySide[count] = engines = [.. Enumerable.Range(0, count).Select(_ => new CpuInferenceEngine(_graph, share, _set))];
            }

            return engines;
        }
    }

    /// <inheritdoc/>
    public TileReach Reach(int radius)
    {
        // A core of one tile far from all edges.
        const int Far = 1024 * WinogradJob.TileSide;
        var core = new Window(Far, Far, WinogradJob.TileSide, WinogradJob.TileSide);
        NeededRegions regions = NeededRegions.Of(_graph, _ops, 2 * Far, 2 * Far, core);
        return new TileReach(WinogradJob.TileSide, Far - regions[_graph.Inputs[0].Name].Row);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            foreach (CpuInferenceEngine engine in _sideBySide.Values.SelectMany(e => e))
            {
                engine.Dispose();
            }

            _pool.Dispose();
            _pass.Dispose();
            _scratch.Dispose();
            foreach (PlaneBuffer slot in _slots)
            {
                slot.Dispose();
            }
        }

        GC.SuppressFinalize(this);
    }

    private void Check(int inputLength, TensorShape shape, int outputLength, Window core)
    {
        if (shape.N < 1 || shape.H < 1 || shape.W < 1 || shape.C != InputChannels)
        {
            throw new ArgumentException(
                $"The shape is {shape}; the network needs [N,{InputChannels},H,W] with N, H and W of at least 1.", nameof(shape));
        }

        long expected = (shape with { C = OutputChannels }).Length;
        if (inputLength != shape.Length || outputLength != expected)
        {
            throw new ArgumentException(
                $"Input and output hold {inputLength} and {outputLength} values; shape {shape} needs {shape.Length} and {expected}.", nameof(shape));
        }

        if (!core.FitsIn(shape.W, shape.H))
        {
            throw new ArgumentException($"The core is {core}; it must lie inside the image of {shape}.", nameof(core));
        }
    }

    private void Prepare(TensorShape shape, Window core)
    {
        var layout = new BlockedLayout(shape.N, shape.H, shape.W, _pass.Border);
        if (layout == _layout && core == _core)
        {
            return;
        }

        // Whatever fails from here on, the next call begins anew.
        bool samePlanes = layout == _layout;
        _layout = default;
        for (int i = 0; i < _slots.Length && !samePlanes; i++)
        {
            _slots[i].Prepare(layout, checked(layout.N * _plan.SlotBlocks[i]));
        }

        _pass.Bind(layout, AddressOf, NeededRegions.Of(_graph, _ops, shape.H, shape.W, core));
        (_layout, _core) = (layout, core);
    }

    private nint AddressOf(string value) => (nint)_slots[_plan.SlotOf[value]].Pointer;
}
