using Cloudless.Imagery;
using Cloudless.Inference.Cpu;
using Cloudless.Networks;

namespace Cloudless.Training.Engines.Cpu;

/// <summary>Carries the gradient of the output back to all parameters.</summary>
/// <remarks>Not thread-safe: one run at a time.</remarks>
internal sealed unsafe class BackwardPass : IDisposable
{
    private readonly NetworkGraph _graph;
    private readonly BackwardPlan _plan;
    private readonly PlaneBuffer[] _slots;
    private readonly List<(BackwardStep Step, IParallelJob Job, IParallelJob? Reduction)> _jobs = [];
    private readonly ConvolutionSet _transposed;
    private readonly WorkerScratch _tileBands = new(WinogradGradientJob.WantedBands);
    private WorkerScratch? _bands;

    public BackwardPass(NetworkGraph graph, IReadOnlyList<LoweredOp> ops, ConvolutionKernels kernels, WorkerScratch scratch)
    {
        _graph = graph;
        _plan = new BackwardPlan(graph, ops);
        _transposed = new ConvolutionSet(kernels, scratch, transposed: true);
        _slots = [.. _plan.SlotBlocks.Select(_ => new PlaneBuffer())];
        Gradients = [.. graph.Parameters.Select(p => new float[p.Values.Length])];
        var gradientOf = graph.Parameters.Zip(Gradients).ToDictionary(p => p.First.Name, p => p.Second, StringComparer.Ordinal);
        foreach (BackwardStep step in _plan.Steps)
        {
            LoweredOp op = step.Op;
            int made = graph.ChannelsOf(op.Output), taken = graph.ChannelsOf(op.Source);
            switch (step.Kind)
            {
                case BackwardKind.Convolution:
                    var conv = (Conv2dNode)op.Node;
                    AddConvolution(step, kernels, made, taken, Kernel(conv), gradientOf[conv.Weight], gradientOf[conv.Bias]);
                    break;
                case BackwardKind.Slice:
                    _jobs.Add((step, new SliceGradientJob((SliceChannelsNode)op.Node, taken, step.Add), null));
                    break;
                case BackwardKind.Relu:
                    _jobs.Add((step, new GradientJob(GradientAction.PassPositive, made), null));
                    break;
                case BackwardKind.Sum:
                    _jobs.Add((step, new GradientJob(step.Add ? GradientAction.Add : GradientAction.Copy, made), null));
                    break;
                default:
                    _jobs.Add((step, GradientJob.Of(op.Node, made), null));
                    break;
            }
        }

        _transposed.Allocate();
    }

    /// <summary>Gradients in the graph's order of parameters.</summary>
    public float[][] Gradients { get; }

    /// <summary>Where the gradient of the output has to be when <see cref="Run"/> is called.</summary>
    public float* OutputGradient => _slots[_plan.OutputSlot].Pointer;

    /// <summary>Takes over weights; <paramref name="values"/> gives those of a parameter by its name.</summary>
    public void Load(Func<string, ReadOnlyMemory<float>> values) => _transposed.Load(values);

    /// <summary>Planes that the gradients of a shape take.</summary>
    public double Planes(BlockedLayout layout) => _plan.SlotBlocks.Sum(blocks => (double)layout.N * blocks);

    /// <summary>Makes room for a shape; <paramref name="addressOf"/> tells where the forward pass keeps its values.</summary>
    public void Bind(BlockedLayout layout, Func<string, nint> addressOf)
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            _slots[i].Prepare(layout, checked(layout.N * _plan.SlotBlocks[i]));
        }

        _bands?.Dispose();
        _bands = new WorkerScratch(WeightGradientJob.Bands(layout.N, layout.H));
        foreach ((BackwardStep step, IParallelJob job, _) in _jobs)
        {
            float* gradient = _slots[step.Gradient].Pointer, target = step.Target < 0 ? null : _slots[step.Target].Pointer;
            float* value = step.Value is null ? null : (float*)addressOf(step.Value);
            var epilogue = new ConvolutionEpilogue { Factor = step.Op.Factor, Residual = step.Add ? target : null, Mask = value };
            switch (job)
            {
                case WeightGradientJob weights:
                    weights.Bind(layout, (float*)addressOf(step.Op.Source), gradient, _bands);
                    break;
                case WinogradGradientJob tiles:
                    tiles.Bind(layout, (float*)addressOf(step.Op.Source), gradient, target, in epilogue, _tileBands);
                    break;
                case IConvolutionJob convolution:
                    convolution.Bind(layout, gradient, target, in epilogue, new Window(0, 0, layout.W, layout.H));
                    break;
                case SliceGradientJob slice:
                    slice.Bind(layout, gradient, target);
                    break;
                case GradientJob sum when step.Kind == BackwardKind.Sum:
                    sum.Bind(layout, target, gradient);
                    break;
                default:
                    ((GradientJob)job).Bind(layout, gradient, value);
                    break;
            }
        }
    }

    /// <summary>Computes <see cref="Gradients"/>.</summary>
    public void Run(ComputePool pool)
    {
        _transposed.TransformKept(pool);
        foreach ((BackwardStep step, IParallelJob job, IParallelJob? reduction) in _jobs)
        {
            switch (job)
            {
                case IConvolutionJob convolution:
                    _transposed.Run(convolution, pool);
                    break;
                case WinogradGradientJob tiles:
                    if (step.Target >= 0)
                    {
                        _transposed.TransformShared(tiles.Convolution, pool);
                    }

                    pool.Run(tiles, tiles.Items);
                    pool.Run(reduction!, tiles.Panels * tiles.Blocks);
                    break;
                case WeightGradientJob weights:
                    pool.Run(weights, weights.Items);
                    pool.Run(reduction!, weights.Panels * weights.Blocks);
                    break;
                default:
                    pool.Run(job, ((RowJob)job).Items);
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _bands?.Dispose();
        _tileBands.Dispose();
        _transposed.Dispose();
        foreach (PlaneBuffer memory in _slots)
        {
            memory.Dispose();
        }
    }

    private void AddConvolution(BackwardStep step, ConvolutionKernels kernels, int made, int taken, int kernel, float[] weights, float[] bias)
    {
        var conv = (Conv2dNode)step.Op.Node;
        bool onward = step.Target >= 0;
        if (kernel == 3)
        {
            var tiles = new WinogradGradientJob(kernels, (WinogradJob)_transposed.Add(conv, taken, made, kernel), onward);
            _jobs.Add((step, tiles, new WinogradReductionJob(tiles, made, taken, step.Op.Factor, weights, bias)));
            return;
        }

        var bands = new WeightGradientJob(kernels, made, taken, kernel);
        _jobs.Add((step, bands, new WeightReductionJob(bands, made, taken, step.Op.Factor, weights, bias)));
        if (onward)
        {
            _jobs.Add((step, _transposed.Add(conv, taken, made, kernel), null));
        }
    }

    private int Kernel(Conv2dNode conv) => _graph.Parameter(conv.Weight).Shape[2];
}
