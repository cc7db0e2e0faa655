using Cloudless.Imagery;
using Cloudless.Inference.OnnxRuntime;
using Cloudless.Networks.LightGbm;

namespace Cloudless.Masks;

/// <summary>
/// The model of s2cloudless, from the user's own copy of its file (<c>pixel_s2_cloud_detector_lightGBM_v0.1.txt</c>, CC BY-SA 4.0; not shipped with Cloudless), or
/// any LightGBM model of the same ten bands.
/// </summary>
/// <remarks>Trees run on ONNX Runtime, on the CPU. Thread-safe until disposed.</remarks>
public sealed class S2CloudlessModel : IDisposable
{
    private readonly LightGbmModel _model;
    private readonly TreeEnsembleEngine _engine;

    private S2CloudlessModel(LightGbmModel model)
    {
        if (model.FeatureCount != Bands.Count)
        {
            throw new ModelContractException(
                $"{model.Source}: the model looks at {model.FeatureCount} features; s2cloudless looks at {Bands.Count}: reflectance of {string.Join(", ", Bands.Select(b => b.Id))}.");
        }

        _model = model;
        _engine = new TreeEnsembleEngine(model);
    }

    /// <summary>The bands, in the order of the model's features; reflectance = DN/10000 at the top of the atmosphere (Level-1C).</summary>
    public static IReadOnlyList<Sentinel2Band> Bands { get; } =
    [
        Sentinel2Band.B01, Sentinel2Band.B02, Sentinel2Band.B04, Sentinel2Band.B05, Sentinel2Band.B08, Sentinel2Band.B8A, Sentinel2Band.B09, Sentinel2Band.B10,
        Sentinel2Band.B11, Sentinel2Band.B12,
    ];

    /// <summary>The file.</summary>
    public string Source => _model.Source;

    /// <summary>SHA-256 of the file as lowercase hexadecimal digits.</summary>
    public string Sha256 => _model.Sha256;

    /// <summary>Loads a file.</summary>
    /// <param name="path">A LightGBM text model with ten features.</param>
    /// <exception cref="ModelContractException">The file is missing, damaged, or not such a model.</exception>
    /// <exception cref="CloudlessException">ONNX Runtime's native library is missing.</exception>
    public static S2CloudlessModel Load(string path) => new(LightGbmModel.Load(path));

    /// <summary>Probability of cloud of single pixels.</summary>
    /// <param name="reflectance">[N,10], pixel after pixel, bands as in <see cref="Bands"/>; 0..1 and above, signed; no NaN.</param>
    /// <param name="probability">[N], overwritten; 0..1.</param>
    /// <exception cref="ArgumentException">A span's length does not fit.</exception>
    /// <exception cref="CloudlessException">ONNX Runtime fails.</exception>
    public void Predict(ReadOnlySpan<float> reflectance, Span<float> probability)
    {
        _engine.Run(reflectance, probability);
        foreach (ref float value in probability)
        {
            value = (float)_model.Probability(value);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();
}
