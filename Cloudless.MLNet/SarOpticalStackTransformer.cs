using Cloudless.Imagery;
using Cloudless.MLNet.Kernels;
using Cloudless.MLNet.Saving;

namespace Cloudless.MLNet;

/// <summary>
/// Puts Sentinel-1 behind Sentinel-2: <see cref="CloudlessColumns.Optical"/> [13,H,W] and <see cref="CloudlessColumns.Sar"/> [2,H,W] to <see cref="CloudlessColumns.SarOptical"/> [15,H,W].
/// </summary>
/// <remarks>
/// <para>Estimator characteristics: looks at the data to train: no. Input column types: vectors of <see cref="float"/>, planar, on one grid: signed DN; VV and VH in dB or linear power, nodata NaN or 0
/// in both bands. Output column type: vector of <see cref="float"/>, [15,H,W], of known size where the optical column's is known: signed DN, then dB, all finite. Exportable to ONNX: no.</para>
/// <para>Units are checked and gaps filled as <see cref="Fusion.SarOpticalStack"/> says; a Sentinel-1 image in no plausible unit is an error that names the row. Thread-safe.</para>
/// </remarks>
public sealed class SarOpticalStackTransformer : ImageTransformer<SarOpticalStackTransformer>
{
    /// <summary>Stacks <see cref="CloudlessColumns.Optical"/> and <see cref="CloudlessColumns.Sar"/>, whose unit is told by its values, into <see cref="CloudlessColumns.SarOptical"/>.</summary>
    public SarOpticalStackTransformer()
        : this(new SarOpticalStackTransformerOptions())
    {
    }

    /// <summary>Stacks as the options say.</summary>
    /// <param name="options">Columns, unit of the SAR images, and what to do where one is missing.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public SarOpticalStackTransformer(SarOpticalStackTransformerOptions options)
        : this(Checked(options), null)
    {
    }

    internal SarOpticalStackTransformer(SarOpticalStackTransformerOptions options, ImageSize? fitted)
        : base(options, new StackKernel(options), fitted) => Options = options;

    /// <summary>The settings.</summary>
    public SarOpticalStackTransformerOptions Options { get; }

    /// <inheritdoc/>
    private protected override SarOpticalStackTransformer Fitted(ImageSize? size) => new(Options, size);

    /// <inheritdoc/>
    private protected override SavedStep Describe() => SavedStep.Of(Options);

    private static SarOpticalStackTransformerOptions Checked(SarOpticalStackTransformerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return options;
    }
}
