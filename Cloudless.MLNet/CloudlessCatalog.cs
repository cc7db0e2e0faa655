using Cloudless.Fusion;
using Cloudless.Inference;
using Cloudless.Masks;
using Cloudless.MLNet;
using Cloudless.Networks.Onnx;

namespace Microsoft.ML;

/// <summary>The transformers of Cloudless in ML.NET's catalog: <c>mlContext.Transforms.RemoveClouds(...)</c>.</summary>
/// <remarks>Static methods; safe from any thread.</remarks>
public static class CloudlessCatalog
{
    /// <summary>Makes a <see cref="CloudMaskTransformer"/>: a cloud mask [H,W] of Sentinel-2 images [13,H,W].</summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="outputColumnName">Column to make, vector of <see cref="float"/>.</param>
    /// <param name="inputColumnName">Column with the images, vector of <see cref="float"/>: signed DN.</param>
    /// <param name="method">What finds the clouds; <see cref="CloudMaskMethod.S2Cloudless"/> needs a model, which <see cref="CloudMaskTransformerOptions"/> take.</param>
    /// <param name="threshold">A pixel is cloud where its cloud score is at least this; 0..1.</param>
    /// <param name="shadow">Whether shadow is looked for.</param>
    /// <param name="output">What is said about a pixel: class or score.</param>
    /// <exception cref="ArgumentException">An argument is out of range, or the method does not give what is asked for.</exception>
    public static CloudMaskTransformer GenerateCloudMask(
        this TransformsCatalog catalog, string outputColumnName = CloudlessColumns.CloudMask, string inputColumnName = CloudlessColumns.Optical,
        CloudMaskMethod method = CloudMaskMethod.Spectral, double threshold = 0.2, bool shadow = true, CloudMaskOutput output = CloudMaskOutput.Class) =>
        catalog.GenerateCloudMask(new CloudMaskTransformerOptions
        {
            OutputColumnName = outputColumnName,
            InputColumnName = inputColumnName,
            Detection = new CloudDetectionOptions { Method = method, Threshold = threshold, Shadow = shadow, Output = output },
        });

    /// <summary>Makes a <see cref="CloudMaskTransformer"/> as the options say.</summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="options">Columns, method, threshold, shadow, and what is said about a pixel.</param>
    /// <param name="execution">Threads are taken from here; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the method does not give what is asked for.</exception>
    public static CloudMaskTransformer GenerateCloudMask(this TransformsCatalog catalog, CloudMaskTransformerOptions options, ExecutionOptions? execution = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new CloudMaskTransformer(options, execution);
    }

    /// <summary>Makes a <see cref="SarOpticalStackTransformer"/>: Sentinel-2 [13,H,W] and Sentinel-1 [2,H,W] to one image [15,H,W].</summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="outputColumnName">Column to make, vector of <see cref="float"/>.</param>
    /// <param name="opticalColumnName">Column with the Sentinel-2 images, vector of <see cref="float"/>: signed DN.</param>
    /// <param name="sarColumnName">Column with the Sentinel-1 images, vector of <see cref="float"/>: VV and VH.</param>
    /// <param name="sarScale">Their unit; by default told by the values of each image.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static SarOpticalStackTransformer StackSarOptical(
        this TransformsCatalog catalog, string outputColumnName = CloudlessColumns.SarOptical, string opticalColumnName = CloudlessColumns.Optical,
        string sarColumnName = CloudlessColumns.Sar, SarScale sarScale = SarScale.Auto) =>
        catalog.StackSarOptical(new SarOpticalStackTransformerOptions
        {
            OutputColumnName = outputColumnName,
            OpticalColumnName = opticalColumnName,
            SarColumnName = sarColumnName,
            SarScale = sarScale,
        });

    /// <summary>Makes a <see cref="SarOpticalStackTransformer"/> as the options say.</summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="options">Columns, unit of the SAR images, and what to do where one is missing.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static SarOpticalStackTransformer StackSarOptical(this TransformsCatalog catalog, SarOpticalStackTransformerOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new SarOpticalStackTransformer(options);
    }

    /// <summary>Makes a <see cref="CloudRemovalTransformer"/>: images with clouds [15,H,W] or [13,H,W] to images without [13,H,W].</summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="outputColumnName">Column to make, vector of <see cref="float"/>.</param>
    /// <param name="inputColumnName">Column with the images, vector of <see cref="float"/>: signed DN and dB, as <see cref="SarOpticalStackTransformer"/> makes them.</param>
    /// <param name="maskColumnName">Column with a mask of classes that says what is repainted; null takes Cloudless' own removal mask.</param>
    /// <param name="modelPath">Path of a model file; null takes the model that comes with Cloudless.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    /// <exception cref="Cloudless.ModelContractException">The model file is not there or breaks the model contract.</exception>
    public static CloudRemovalTransformer RemoveClouds(
        this TransformsCatalog catalog, string outputColumnName = CloudlessColumns.CloudFree, string inputColumnName = CloudlessColumns.SarOptical,
        string? maskColumnName = null, string? modelPath = null) =>
        catalog.RemoveClouds(new CloudRemovalTransformerOptions
        {
            OutputColumnName = outputColumnName,
            InputColumnName = inputColumnName,
            MaskColumnName = maskColumnName,
            ModelPath = modelPath,
        });

    /// <summary>Makes a <see cref="CloudRemovalTransformer"/> as the options say.</summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="options">Columns, model, and what is repainted.</param>
    /// <param name="execution">Engine, threads, batch and tile size; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="Cloudless.ModelContractException">The model file is not there or breaks the model contract.</exception>
    public static CloudRemovalTransformer RemoveClouds(this TransformsCatalog catalog, CloudRemovalTransformerOptions options, ExecutionOptions? execution = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new CloudRemovalTransformer(options, execution);
    }

    /// <summary>Makes a <see cref="CloudRemovalTransformer"/> with a model that is in memory.</summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="model">The model; shared, not disposed.</param>
    /// <param name="options">Columns, and what is repainted; null for the defaults. Names no model.</param>
    /// <param name="execution">Engine, threads, batch and tile size; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the options name a model too.</exception>
    public static CloudRemovalTransformer RemoveClouds(
        this TransformsCatalog catalog, CloudRemovalModel model, CloudRemovalTransformerOptions? options = null, ExecutionOptions? execution = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new CloudRemovalTransformer(model, options, execution);
    }
}
