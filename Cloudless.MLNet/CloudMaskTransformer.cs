using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.MLNet.Kernels;
using Cloudless.MLNet.Saving;

namespace Cloudless.MLNet;

/// <summary>Cloud mask of Sentinel-2 images: <see cref="CloudlessColumns.Optical"/> [13,H,W] to <see cref="CloudlessColumns.CloudMask"/> [H,W].</summary>
/// <remarks>
/// <para>Estimator characteristics: looks at the data to train: no. Input column type: vector of <see cref="float"/>, [13,H,W], planar, signed DN; nodata where all bands are 0 or any is
/// NaN. Output column type: vector of <see cref="float"/>, [H,W], of known size where the input's is known: classes (0 clear, 1 cloud, 2 shadow, 255 nodata), scores or probabilities
/// (0..1, 0 on nodata). Exportable to ONNX: no.</para>
/// <para>Method and thresholds as in <see cref="Masks.CloudDetector"/>. The model of <see cref="Masks.CloudMaskMethod.S2Cloudless"/> is the user's file: it is loaded with the first image, and a saved
/// pipeline holds its path. Thread-safe.</para>
/// </remarks>
public sealed class CloudMaskTransformer : ImageTransformer<CloudMaskTransformer>
{
    private readonly ExecutionOptions _execution;

    /// <summary>Makes classes in <see cref="CloudlessColumns.CloudMask"/> from <see cref="CloudlessColumns.Optical"/> with the published threshold.</summary>
    public CloudMaskTransformer()
        : this(new CloudMaskTransformerOptions())
    {
    }

    /// <summary>Makes a mask as the options say.</summary>
    /// <param name="options">Columns, method, threshold, shadow, and what is said about a pixel.</param>
    /// <param name="execution">Threads are taken from here; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the method does not give what is asked for.</exception>
    public CloudMaskTransformer(CloudMaskTransformerOptions options, ExecutionOptions? execution = null)
        : this(Checked(options), execution ?? new ExecutionOptions(), null)
    {
    }

    internal CloudMaskTransformer(CloudMaskTransformerOptions options, ExecutionOptions execution, ImageSize? fitted)
        : base(options, new CloudMaskKernel(options, execution.Threads), fitted) => (Options, _execution) = (options, execution);

    /// <summary>The settings.</summary>
    public CloudMaskTransformerOptions Options { get; }

    /// <inheritdoc/>
    private protected override CloudMaskTransformer Fitted(ImageSize? size) => new(Options, _execution, size);

    /// <inheritdoc/>
    private protected override SavedStep Describe() => SavedStep.Of(Options);

    private static CloudMaskTransformerOptions Checked(CloudMaskTransformerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return options;
    }
}
