using Cloudless.Imagery;
using Cloudless.Networks.Onnx;

namespace Cloudless.Removal;

/// <summary>Images without B10, as Level-2A products are: only a model that was trained with B10 dropped takes them.</summary>
internal static class CirrusRule
{
    /// <summary>What to tell the user where the fill was taken.</summary>
    public const string Note = "There is no B10: the model was trained for that and got its fill for a missing B10. Thin cirrus was not looked for.";

    /// <summary>What stands for B10.</summary>
    /// <param name="model">The model.</param>
    /// <param name="hasCirrus">Whether the image has a B10.</param>
    /// <param name="image">The image, for the error.</param>
    /// <returns>DN; null where the image has a B10 of its own.</returns>
    /// <exception cref="BandMissingException">There is no B10, and the model's card names no fill for it.</exception>
    public static float? Fill(CloudRemovalModel model, bool hasCirrus, string image) => hasCirrus
        ? null
        : model.Card.Channels[Sentinel2Band.B10.Index].MissingFill ?? throw new BandMissingException(
            $"{image} has no B10 (Level-2A products have none), and {model.Source} was not trained with B10 left out: its card names no fill for it. Take the Level-1C product, or a model trained with B10 dropped.");
}
