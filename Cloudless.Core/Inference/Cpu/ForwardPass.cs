using Cloudless.Networks;

namespace Cloudless.Inference.Cpu;

/// <summary>The jobs of a lowered graph in order, with the packed weights of its convolutions.</summary>
/// <remarks>Not thread-safe: one run at a time.</remarks>
internal sealed unsafe class ForwardPass : IDisposable
{
    private readonly List<(LoweredOp Op, IParallelJob Job)> _jobs = [];
    private readonly Dictionary<Conv2dNode, PackedWeights> _weights = [];

    public ForwardPass(NetworkGraph graph, IReadOnlyList<LoweredOp> ops, ConvolutionKernels kernels, WorkerScratch scratch)
    {
        foreach (LoweredOp op in ops)
        {
            if (op.Node is Conv2dNode conv)
            {
                IReadOnlyList<int> shape = graph.Parameter(conv.Weight).Shape;
                var weights = new PackedWeights(shape[0], shape[1], shape[2]);
                _weights[conv] = weights;
                Border = Math.Max(Border, weights.Kernel / 2);
                _jobs.Add((op, new ConvolutionJob(kernels, scratch, weights)));
            }
            else
            {
                _jobs.Add((op, new ElementwiseJob(op, graph)));
            }
        }
    }

    /// <summary>Takes over weights; <paramref name="values"/> gives those of a parameter by its name.</summary>
    public void Load(Func<string, ReadOnlyMemory<float>> values)
    {
        foreach ((Conv2dNode conv, PackedWeights weights) in _weights)
        {
            weights.Pack(values(conv.Weight).Span, values(conv.Bias).Span);
        }
    }

    /// <summary>Says where each value lies.</summary>
    public void Bind(BlockedLayout layout, Func<string, nint> addressOf)
    {
        foreach ((LoweredOp op, IParallelJob job) in _jobs)
        {
            float* source = (float*)addressOf(op.Source), destination = (float*)addressOf(op.Output);
            float* residual = op.Residual is null ? null : (float*)addressOf(op.Residual);
            if (job is ConvolutionJob convolution)
            {
                var epilogue = new ConvolutionEpilogue { Factor = op.Factor, Relu = op.Relu, Residual = residual };
                convolution.Bind(layout, source, destination, in epilogue);
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
        foreach ((_, IParallelJob job) in _jobs)
        {
            pool.Run(job, job is ConvolutionJob convolution ? convolution.Items : ((ElementwiseJob)job).Items);
        }
    }

    /// <summary>Largest kernel radius: the border that tensors need.</summary>
    public int Border { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PackedWeights weights in _weights.Values)
        {
            weights.Dispose();
        }
    }
}
