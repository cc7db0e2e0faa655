using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.MLNet.Binding;

namespace Cloudless.MLNet.Kernels;

/// <summary>Optical and SAR image to stack.</summary>
internal sealed class StackKernel(SarOpticalStackTransformerOptions options) : IImageKernel
{
    /// <inheritdoc/>
    public string OutputColumnName => options.OutputColumnName;

    /// <inheritdoc/>
    public int OutputChannels => Sentinel2Band.Count + SarOpticalStack.SarBands;

    /// <inheritdoc/>
    public IReadOnlyList<ImageInput> Inputs { get; } =
        [new(options.OpticalColumnName, Sentinel2Band.Count), new(options.SarColumnName, SarOpticalStack.SarBands)];

    /// <inheritdoc/>
    public int BatchOf(ImageSize size) => 1;

    /// <inheritdoc/>
    public void Run(in ImageBatch batch, Span<float> output) => SarOpticalStack.Stack(
        batch.First, batch.Second, output, options.SarScale, batch.Place(options.SarColumnName), fillMissing: options.FillMissingSar);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
