using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.MLNet.Kernels;
using Cloudless.MLNet.Saving;
using Cloudless.Networks.Onnx;

namespace Cloudless.MLNet;

/// <summary>Removes clouds: <see cref="CloudlessColumns.SarOptical"/> [15,H,W], and a mask where one is given, to <see cref="CloudlessColumns.CloudFree"/> [13,H,W].</summary>
/// <remarks>
/// <para>Estimator characteristics: looks at the data to train: no, the network comes trained. Input column type: vector of <see cref="float"/>, [15,H,W], planar: 13 bands in signed DN, VV and VH in dB, as
/// <see cref="SarOpticalStackTransformer"/> makes it; [13,H,W] for models that do without SAR. Mask column, if any: vector of <see cref="float"/>, [H,W]. Output column type: vector of
/// <see cref="float"/>, [13,H,W], of known size where the input's is known: signed DN, not clamped; the input's bits outside of the mask, 0 in all bands on nodata. Exportable to ONNX: no, but the model is an ONNX file.</para>
/// <para>Composite, masks and prior fill as in <see cref="Removal.CloudRemover"/>, image by image. Cursors read some rows ahead and hand the network several images at once
/// (<see cref="ExecutionOptions.Batch"/>); the values are those of one row after the other, to the bit on the CPU engine. What is wrong with one of these rows is then told when the first of them is
/// read; the message names the right one.</para>
/// <para>Thread-safe: one engine serves all cursors and prediction engines of a transformer, which may be on different threads. The engine is made when the first image is asked for; its
/// native memory is freed by <see cref="ImageTransformer{TSelf}.Dispose()"/>. A prediction engine disposes its transformer with itself unless its options say otherwise.</para>
/// </remarks>
public sealed class CloudRemovalTransformer : ImageTransformer<CloudRemovalTransformer>
{
    /// <summary>
    /// Makes <see cref="CloudlessColumns.CloudFree"/> from <see cref="CloudlessColumns.SarOptical"/> with the model that comes with Cloudless, repainting what its own removal mask covers.
    /// </summary>
    public CloudRemovalTransformer()
        : this(new CloudRemovalTransformerOptions())
    {
    }

    /// <summary>Removes clouds as the options say, with the model file they name.</summary>
    /// <param name="options">Columns, model, and what is repainted.</param>
    /// <param name="execution">Engine, threads, batch and tile size; null for the defaults. Never saved with the transformer.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="ModelContractException">The model file is not there or breaks the model contract.</exception>
    public CloudRemovalTransformer(CloudRemovalTransformerOptions options, ExecutionOptions? execution = null)
        : this(Checked(options), options.ModelPath is { } path ? CloudRemovalModel.Load(path) : null, execution ?? new ExecutionOptions(), null)
    {
    }

    /// <summary>Removes clouds with a model that is in memory.</summary>
    /// <param name="model">The model; shared, not disposed.</param>
    /// <param name="options">Columns, and what is repainted; null for the defaults. Names no model.</param>
    /// <param name="execution">Engine, threads, batch and tile size; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the options name a model too.</exception>
    public CloudRemovalTransformer(CloudRemovalModel model, CloudRemovalTransformerOptions? options = null, ExecutionOptions? execution = null)
        : this(WithoutPath(options ?? new CloudRemovalTransformerOptions()), Given(model), execution ?? new ExecutionOptions(), null)
    {
    }

    internal CloudRemovalTransformer(CloudRemovalTransformerOptions options, CloudRemovalModel? model, ExecutionOptions execution, ImageSize? fitted)
        : base(options, new RemovalKernel(options, model, execution), fitted) => (Options, Model, Execution) = (options, model, execution);

    /// <summary>The settings.</summary>
    public CloudRemovalTransformerOptions Options { get; }

    /// <summary>The model given or loaded; null where the one that comes with Cloudless is taken.</summary>
    public CloudRemovalModel? Model { get; }

    /// <summary>Engine, threads, batch and tile size asked for.</summary>
    public ExecutionOptions Execution { get; }

    /// <inheritdoc/>
    private protected override CloudRemovalTransformer Fitted(ImageSize? size) => new(Options, Model, Execution, size);

    /// <inheritdoc/>
    private protected override SavedStep Describe() => SavedStep.Of(Options, Model);

    private static CloudRemovalTransformerOptions Checked(CloudRemovalTransformerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return options;
    }

    private static CloudRemovalTransformerOptions WithoutPath(CloudRemovalTransformerOptions options) => Checked(options).ModelPath is null
        ? options
        : throw new ArgumentException($"A model was given, and the options name another: '{options.ModelPath}'. Leave one of them out.", nameof(options));

    private static CloudRemovalModel Given(CloudRemovalModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model;
    }
}
