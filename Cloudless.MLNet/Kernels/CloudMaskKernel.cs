using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.MLNet.Binding;

namespace Cloudless.MLNet.Kernels;

/// <summary>Optical image to mask.</summary>
internal sealed class CloudMaskKernel(CloudMaskTransformerOptions options, int threads) : IImageKernel
{
    // Loaded with the first image: a pipeline may be built where the file is not.
    private readonly Lazy<S2CloudlessModel>? _model =
        options.Detection.Method == CloudMaskMethod.S2Cloudless ? new(() => S2CloudlessModel.Load(options.Detection.ModelPath!)) : null;

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
        CloudDetector.Compute(batch.First, batch.Size.Height, batch.Size.Width, options.Detection, output, threads, _model?.Value);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_model is { IsValueCreated: true })
        {
            _model.Value.Dispose();
        }
    }
}
