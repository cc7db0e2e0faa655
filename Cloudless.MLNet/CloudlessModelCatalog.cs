using Cloudless.Inference;
using Cloudless.MLNet;
using Cloudless.MLNet.Saving;

namespace Microsoft.ML;

/// <summary>Cloudless in ML.NET's catalog of model operations.</summary>
/// <remarks>Static methods; safe from any thread.</remarks>
public static class CloudlessModelCatalog
{
    /// <summary>
    /// Puts the transformers of Cloudless back into a pipeline that <c>mlContext.Model.Load</c> gave: checked at once, with image columns of known size, several images at once in
    /// the network, memory that can be freed, and the engine of your choice.
    /// </summary>
    /// <remarks>
    /// A pipeline works without this too, row by row on the engine that <see cref="EngineKind.Auto"/> chooses; what is wrong with a saved step is then told when the first row is computed. A
    /// pipeline that was fitted to images of one size takes all images for that size until it is restored, also those of another shape with as many pixels.
    /// </remarks>
    /// <param name="catalog">The catalog of model operations.</param>
    /// <param name="loaded">A loaded pipeline; stays as it is.</param>
    /// <param name="execution">Engine, threads, batch and tile size, which no file carries; null for the defaults.</param>
    /// <returns>
    /// The same chain with a <see cref="CloudMaskTransformer"/>, <see cref="SarOpticalStackTransformer"/> or <see cref="CloudRemovalTransformer"/> in the place of each saved one, to be disposed after use; the
    /// transformer itself where one was saved alone; <paramref name="loaded"/> where it has none.
    /// </returns>
    /// <exception cref="Cloudless.CloudlessException">A step was saved by a later version in a format that this one does not know, or is damaged.</exception>
    /// <exception cref="Cloudless.ModelContractException">A saved model breaks the model contract.</exception>
    public static ITransformer Restore(this ModelOperationsCatalog catalog, ITransformer loaded, ExecutionOptions? execution = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(loaded);
        return RestoredChain.Of(loaded, execution ?? new ExecutionOptions());
    }
}
