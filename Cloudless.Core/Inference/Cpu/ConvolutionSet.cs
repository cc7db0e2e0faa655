using System.Runtime.InteropServices;
using Cloudless.Networks;

namespace Cloudless.Inference.Cpu;

/// <summary>The convolutions of a pass with their weights: 3x3 ones by Winograd's algorithm, all others directly.</summary>
/// <remarks>
/// Transformed weights are 64/9 of the given ones. They are made at once and kept where all of them fit into <see cref="KeptBytes"/>; in larger networks they are transformed on
/// every run into memory that all layers share: some percent of the time of a layer of 128x128 pixels, less for larger images, for half a gigabyte less with F=256 and B=16.
/// </remarks>
internal sealed unsafe class ConvolutionSet(ConvolutionKernels kernels, WorkerScratch scratch, bool transposed = false) : IDisposable
{
    private const long KeptBytes = 96 << 20;

    private readonly Dictionary<Conv2dNode, WinogradJob> _winograd = [];
    private readonly Dictionary<Conv2dNode, (ConvolutionJob Job, PackedWeights Weights)> _direct = [];
    private WinogradWeightsJob? _kept;
    private bool _stale;
    private float* _memory;

    ~ConvolutionSet() => AlignedMemory.Free(_memory);

    /// <summary>Adds the convolution of a node: channels made and taken as it is computed here, transposed or not.</summary>
    public IConvolutionJob Add(Conv2dNode node, int outputs, int inputs, int kernel)
    {
        if (kernel == 3)
        {
            return _winograd[node] = new WinogradJob(kernels, scratch, new WinogradWeights(outputs, inputs, transposed)) { Reversed = _winograd.Count % 2 == 1 };
        }

        var weights = new PackedWeights(outputs, inputs, kernel);
        var job = new ConvolutionJob(kernels, scratch, weights);
        _direct[node] = (job, weights);
        return job;
    }

    /// <summary>Makes room for transformed weights, once all convolutions are added.</summary>
    public void Allocate()
    {
        nuint all = 0, largest = 0;
        foreach (WinogradJob job in _winograd.Values)
        {
            all += job.Weights.Length;
            largest = nuint.Max(largest, job.Weights.Length);
        }

        bool shared = all * sizeof(float) > KeptBytes;
        _memory = (float*)AlignedMemory.Allocate((shared ? largest : all) * sizeof(float));
        _kept = shared ? null : new WinogradWeightsJob([.. _winograd.Values.Select(j => j.Weights)]);
        float* at = _memory;
        foreach (WinogradJob job in _winograd.Values)
        {
            job.Weights.Pointer = at;
            at += shared ? 0 : job.Weights.Length;
        }
    }

    /// <summary>Takes over weights; <paramref name="values"/> gives those of a parameter by its name. Transposed convolutions have no bias.</summary>
    public void Load(Func<string, ReadOnlyMemory<float>> values)
    {
        foreach ((Conv2dNode node, WinogradJob job) in _winograd)
        {
            job.Weights.Load(values(node.Weight).Span, transposed ? default : values(node.Bias).Span);
        }

        _stale = true;

        foreach ((Conv2dNode node, (_, PackedWeights weights)) in _direct)
        {
            if (transposed)
            {
                weights.PackTransposed(values(node.Weight).Span);
            }
            else
            {
                weights.Pack(values(node.Weight).Span, values(node.Bias).Span);
            }
        }
    }

    /// <summary>Transforms the weights that are kept, once for each time that they were loaded.</summary>
    public void TransformKept(ComputePool pool)
    {
        if (_kept is not null && _stale)
        {
            pool.Run(_kept, _kept.Items);
            _stale = false;
        }
    }

    /// <summary>Computes one of the convolutions.</summary>
    public void Run(IConvolutionJob job, ComputePool pool)
    {
        TransformShared(job, pool);
        pool.Run(job, job.Items);
    }

    /// <summary>Transforms the weights of a convolution into the memory that all share; nothing to do where they are kept.</summary>
    public void TransformShared(IConvolutionJob job, ComputePool pool)
    {
        if (_kept is null && job is WinogradJob winograd)
        {
            pool.Run(winograd.Weights, winograd.Weights.Items);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (WinogradJob job in _winograd.Values)
        {
            job.Weights.Dispose();
        }

        foreach ((_, PackedWeights weights) in _direct.Values)
        {
            weights.Dispose();
        }

        AlignedMemory.Free(_memory);
        _memory = null;
        GC.SuppressFinalize(this);
    }
}
