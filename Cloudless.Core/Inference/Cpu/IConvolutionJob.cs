using Cloudless.Imagery;

namespace Cloudless.Inference.Cpu;

/// <summary>A convolution of a graph, by one of the algorithms.</summary>
internal unsafe interface IConvolutionJob : IParallelJob
{
    /// <summary>Items of the work.</summary>
    int Items { get; }

    /// <summary>
    /// Says where the tensors lie and which pixels are wanted, by whole Winograd tiles unless the image ends; more may be computed. The destination may be the epilogue's
    /// residual, never the source.
    /// </summary>
    void Bind(BlockedLayout layout, float* source, float* destination, in ConvolutionEpilogue epilogue, Window region);
}
