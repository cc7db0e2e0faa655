using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Training.Temporal;

/// <summary>Finds the clouds of the dates of a series: the papers' spectral mask, or s2cloudless with the user's model.</summary>
/// <remarks>Thread-safe until disposed.</remarks>
public sealed class SeriesDetector : IDisposable
{
    // To be raised when a detector gives other masks for the same settings: covers computed before are then computed anew.
    private const int Rules = 1;

    private static readonly CloudMaskOptions Spectral = new() { MarkNoData = true };

    private readonly S2CloudlessModel? _model;
    private readonly S2CloudlessOptions _options;

    private SeriesDetector(S2CloudlessModel? model, S2CloudlessOptions options)
    {
        (_model, _options) = (model, options);
        Key = model is null
            ? FormattableString.Invariant($"spectral rules {Rules} threshold {Spectral.Threshold} constants {Spectral.Cirrus}")
            : FormattableString.Invariant(
                $"s2cloudless rules {Rules} model {model.Sha256} threshold {options.Threshold} average {options.AverageOver} dilation {options.DilationSize} resolution {options.Resolution}");
    }

    /// <summary>What the masks depend on beside the images: two detectors with one key give the same masks.</summary>
    public string Key { get; }

    /// <summary>Opens a detector.</summary>
    /// <param name="options">Which; null for the spectral one. A mask in a file belongs to one image, so it cannot serve a series.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the detector is a mask in a file.</exception>
    /// <exception cref="CloudlessException">The model cannot be read.</exception>
    public static SeriesDetector Open(DetectorOptions? options = null)
    {
        options ??= new DetectorOptions();
        options.Validate();
        return options.Kind switch
        {
            DetectorKind.S2Cloudless => new SeriesDetector(S2CloudlessModel.Load(options.ModelPath!), options.S2Cloudless ?? new S2CloudlessOptions()),
            DetectorKind.Spectral => new SeriesDetector(null, new S2CloudlessOptions()),
            _ => throw new ArgumentException("A mask in a file belongs to one image. Use the spectral detector or s2cloudless for a series.", nameof(options)),
        };
    }

    /// <summary>Classifies an image.</summary>
    /// <param name="optical">[13,H,W], planar, signed DN; all bands 0 is nodata; no NaN.</param>
    /// <returns>[1,H,W], values of <see cref="PixelClass"/>.</returns>
    /// <exception cref="ArgumentException">The image has not 13 channels.</exception>
    public Raster<byte> Classify(Raster<float> optical)
    {
        ArgumentNullException.ThrowIfNull(optical);
        if (_model is null)
        {
            return CloudShadowMask.Compute(optical, Spectral);
        }

        var classes = new Raster<byte>(1, optical.Height, optical.Width);
        using var mask = new S2CloudlessRemovalMask(_model, optical.Width, optical.Height, _options);
        var whole = new Window(0, 0, optical.Width, optical.Height);
        mask.Gather(optical.Data, whole, whole, threads: 1);
        mask.Classify(optical.Data, whole, classes.Data, threads: 1);
        return classes;
    }

    /// <summary>Share of a mask's pixels that are cloud or were not measured, 0..1: what samplers go by. Shadow does not count: the spectral mask finds some in every image.</summary>
    public static double CoverOf(Raster<byte> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ReadOnlySpan<byte> all = classes.Data;
        return (all.Count(PixelClass.Cloud) + all.Count(PixelClass.NoData)) / (double)all.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => _model?.Dispose();
}
