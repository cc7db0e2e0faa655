using System.Text;

namespace Cloudless.Networks.Onnx;

/// <summary>A classifier's card as text for people.</summary>
internal static class ClassifierCardText
{
    public static string Render(ClassifierCard card)
    {
        var text = new StringBuilder();
        ModelCardText.Line(text, "architecture", card.Architecture);
        ModelCardText.Line(text, "input", $"{string.Join(' ', card.Bands)}: DN without offset, {(card.CropSide is { } side ? $"{side} x {side} pixels, cut from the center of larger patches" : "patches of any size")}");
        ModelCardText.Line(text, "classes", string.Join(", ", card.Classes));
        ModelCardText.Line(text, "scheme", card.Scheme ?? "not told");
        ModelCardText.Line(text, "last layer", card.ClassifierWeight is { } weight
            ? $"linear, behind the mean of the feature maps ({weight}): the study can show where it looks"
            : "not told: the study cannot show where it looks");
        if (card.Training is { } training)
        {
            ModelCardText.Training(text, training);
        }
        else
        {
            ModelCardText.Line(text, "trained on", card.TrainingData ?? "not told");
        }

        ModelCardText.Line(text, "license", card.License ?? "not told");
        if (card.Metrics is { Count: > 0 } metrics)
        {
            ModelCardText.Line(text, "measured", ModelCardText.Values(metrics));
        }

        return text.ToString().TrimEnd('\n');
    }
}
