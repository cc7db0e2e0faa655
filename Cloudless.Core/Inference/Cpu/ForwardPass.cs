using Cloudless.Imagery;
using Cloudless.Networks;

namespace Cloudless.Inference.Cpu;

/// <summary>The jobs of a lowered graph in order, with the weights of its convolutions.</summary>
/// <remarks>Not thread-safe: one run at a time.</remarks>
internal sealed unsafe class ForwardPass : IDisposable
{
    private readonly List<(LoweredOp Op, IParallelJob Job)> _jobs = [];
    private readonly ConvolutionSet _convolutions;

    public ForwardPass(NetworkGraph graph, IReadOnlyList<LoweredOp> ops, ConvolutionKernels kernels, WorkerScratch scratch)
    {
        _convolutions = new ConvolutionSet(kernels, scratch);
        foreach (LoweredOp op in ops)
        {
            if (op.Node is Conv2dNode conv)
            {
                IReadOnlyList<int> shape = graph.Parameter(conv.Weight).Shape;
                Border = Math.Max(Border, shape[2] / 2);
                _jobs.Add((op, _convolutions.Add(conv, shape[0], shape[1], shape[2])));
            }
            else
            {
                _jobs.Add((op, new ElementwiseJob(op, graph)));
            }
        }

        _convolutions.Allocate();
    }

    /// <summary>Takes over weights; <paramref name="values"/> gives those of a parameter by its name.</summary>
    public void Load(Func<string, ReadOnlyMemory<float>> values) => _convolutions.Load(values);

    /// <summary>Says where each value lies, and which pixels of it are needed; null for all.</summary>
    public void Bind(BlockedLayout layout, Func<string, nint> addressOf, NeededRegions? needed = null)
    {
        foreach ((LoweredOp op, IParallelJob job) in _jobs)
        {
            float* source = (float*)addressOf(op.Source), destination = (float*)addressOf(op.Output);
            float* residual = op.Residual is null ? null : (float*)addressOf(op.Residual);
            if (job is IConvolutionJob convolution)
            {
                var epilogue = new ConvolutionEpilogue { Factor = op.Factor, Relu = op.Relu, Residual = residual };
                convolution.Bind(layout, source, destination, in epilogue, needed?[op.Output] ?? new Window(0, 0, layout.W, layout.H));
            }
            else
            {
                ((ElementwiseJob)job).Bind(layout, source, residual, destination);
            }
        }
    }

    /// <summary>Computes all values.</summary>
    public void Run(ComputePool pool)
    {
        _convolutions.TransformKept(pool);
        foreach ((_, IParallelJob job) in _jobs)
        {
            if (job is IConvolutionJob convolution)
            {
                _convolutions.Run(convolution, pool);
            }
            else
            {
                pool.Run(job, ((ElementwiseJob)job).Items);
            }
        }
    }

    /// <summary>Largest kernel radius: the border that tensors need.</summary>
    public int Border { get; }

    /// <inheritdoc/>
    public void Dispose() => _convolutions.Dispose();
}
