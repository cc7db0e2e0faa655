using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.MLNet.Binding;

namespace Cloudless.MLNet.Kernels;

/// <summary>Optical image to mask.</summary>
internal sealed class CloudMaskKernel(CloudMaskTransformerOptions options, int threads) : IImageKernel
{
    /// <inheritdoc/>
    public string OutputColumnName => options.OutputColumnName;

    /// <inheritdoc/>
    public int OutputChannels => 1;

    /// <inheritdoc/>
    public IReadOnlyList<ImageInput> Inputs { get; } = [new(options.InputColumnName, Sentinel2Band.Count)];

    /// <inheritdoc/>
    public int BatchOf(ImageSize size) => 1;

    /// <inheritdoc/>
    public void Run(in ImageBatch batch, Span<float> output) =>
        CloudDetector.Compute(batch.First, batch.Size.Height, batch.Size.Width, options.Detection, output, threads);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
