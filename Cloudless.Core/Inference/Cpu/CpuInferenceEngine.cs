using Cloudless.Imagery;
using Cloudless.Networks;

namespace Cloudless.Inference.Cpu;

/// <summary>
/// Runs a <see cref="NetworkGraph"/> on the CPU with this library's own kernels for AVX-512, AVX2 and every other machine.
/// </summary>
/// <remarks>
/// A pixel's result depends on the pixels that it sees and on nothing else: it has the same bits whatever the thread count, the size of the
/// image and the place of the pixel in it, so tiles with a halo equal the whole image. Weights are taken over when the engine is made. Memory
/// is kept from run to run and grows with the largest shape seen. Thread-safe; calls run one after the other.
/// </remarks>
public sealed unsafe class CpuInferenceEngine : IInferenceEngine
{
    private readonly Lock _lock = new();
    private readonly NetworkGraph _graph;
    private readonly BufferPlan _plan;
    private readonly ForwardPass _pass;
    private readonly ComputePool _pool;
    private readonly WorkerScratch _scratch;
    private readonly PlaneBuffer[] _slots;
    private readonly LayoutConversionJob _conversion = new();
    private readonly KernelSet _set;
    private BlockedLayout _layout;
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

        _graph = graph;
        _set = set;
        IReadOnlyList<LoweredOp> ops = LoweredOp.Lower(graph);
        _plan = BufferPlan.Make(graph, ops);
        _slots = [.. _plan.SlotBlocks.Select(_ => new PlaneBuffer())];
        _pool = new ComputePool(options.ResolvedThreads);
        _scratch = new WorkerScratch(_pool.Threads);
        _pass = new ForwardPass(graph, ops, ConvolutionKernels.For(set), _scratch);
        _pass.Load(name => graph.Parameter(name).Values);
    }

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

    /// <summary>Whether this engine can run a graph: one input, one output, and nodes of the kinds that <see cref="GraphNode"/> has here.</summary>
    public static bool Supports(NetworkGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Inputs.Count == 1 && graph.Outputs.Count == 1
            && graph.Nodes.All(n => n is Conv2dNode or ReluNode or ScaleNode or AddNode or ClampNode or AffineNode or SliceChannelsNode);
    }

    /// <inheritdoc/>
    public void Run(ReadOnlySpan<float> input, TensorShape shape, Span<float> output)
    {
        Check(input.Length, shape, output.Length);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Prepare(shape);
            fixed (float* from = input, to = output)
            {
                _conversion.ToBlocked(_layout, InputChannels, from, (float*)AddressOf(_graph.Inputs[0].Name));
                _pool.Run(_conversion, _conversion.Items);
                _pass.Run(_pool);
                _conversion.ToPlanar(_layout, OutputChannels, (float*)AddressOf(_graph.Outputs[0].Name), to);
                _pool.Run(_conversion, _conversion.Items);
            }
        }
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
            _pool.Dispose();
            _pass.Dispose();
            _scratch.Dispose();
            foreach (PlaneBuffer slot in _slots)
            {
                slot.Dispose();
            }
        }
    }

    private void Check(int inputLength, TensorShape shape, int outputLength)
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
    }

    private void Prepare(TensorShape shape)
    {
        var layout = new BlockedLayout(shape.N, shape.H, shape.W, _pass.Border);
        if (layout == _layout)
        {
            return;
        }

        _layout = default;
        for (int i = 0; i < _slots.Length; i++)
        {
            _slots[i].Prepare(layout, checked(layout.N * _plan.SlotBlocks[i]));
        }

        _pass.Bind(layout, AddressOf);
        _layout = layout;
    }

    private nint AddressOf(string value) => (nint)_slots[_plan.SlotOf[value]].Pointer;
}
