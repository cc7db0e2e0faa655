using Cloudless.Imagery;
using Cloudless.MLNet.Binding;

namespace Cloudless.MLNet.Kernels;

/// <summary>What a transformer computes: images in, one image out.</summary>
/// <remarks>Thread-safe.</remarks>
internal interface IImageKernel : IDisposable
{
    /// <summary>Column made.</summary>
    string OutputColumnName { get; }

    /// <summary>Channels of its images.</summary>
    int OutputChannels { get; }

    /// <summary>Image columns taken, one or two.</summary>
    IReadOnlyList<ImageInput> Inputs { get; }

    /// <summary>How many rows with images of a size are worth gathering; at least one, and no more for larger images.</summary>
    int BatchOf(ImageSize size);

    /// <summary>Computes; each row comes out as if it came alone.</summary>
    /// <param name="batch">The images.</param>
    /// <param name="output">[N,OutputChannels,H,W], overwritten.</param>
    /// <exception cref="CloudlessException">An image cannot be used; the message names the column and the row.</exception>
    void Run(in ImageBatch batch, Span<float> output);
}
