using System.Globalization;
using System.Text;

namespace Cloudless.Networks.Onnx;

/// <summary>A model card as text for people.</summary>
internal static class ModelCardText
{
    private const int LabelWidth = 14;

    public static string Render(ModelCard card)
    {
        var text = new StringBuilder();
        ArchitectureCard a = card.Architecture;
        Line(text, "model", $"{card.Name} {card.Version}, made {card.Created:yyyy-MM-dd}");
        Line(text, "architecture", $"{a.Name}, F={a.Features}, B={a.Blocks}, residual scale {a.ResidualScale}, {(a.Sar ? "with" : "without")} SAR");
        if (card.Series is { } series)
        {
            Line(text, "series", $"{series.LeastDates} to {series.MostDates} dates, {series.Convolutions} convolutions over dates of {series.Features} channels");
        }

        if (card.Classes is { } classes)
        {
            Line(text, "classes", string.Join(", ", classes));
        }

        Line(text, "precision", Precision(card.Quantization));
        Line(text, "halo", card.Halo == int.MaxValue ? "the whole image" : $"{card.Halo} pixels");
        if (card.Window is { } window)
        {
            Line(text, "windows", $"run on squares of {window.Side} pixels, of which {window.Margin} on each side are thrown away");
        }

        foreach (var range in card.Channels.GroupBy(c => (c.Unit, c.Minimum, c.Maximum)))
        {
            Line(text, "input", $"{string.Join(' ', range.Select(c => c.Name))}: {range.Key.Unit}, clipped to {range.Key.Minimum} .. {range.Key.Maximum}");
        }

        Line(text, "if missing", Missing(card));
        RadiometryCard r = card.Radiometry;
        Line(text, "radiometry", $"{r.Level}, reflectance = DN/{r.DnPerReflectance}, baseline offset {(r.OffsetRemoved ? "removed first" : "left in")}");
        Line(text, "prior fill", PriorFill(card.PriorFill));
        if (card.Origin is { } origin)
        {
            Line(text, "origin", $"{origin.File} ({origin.Format}, SHA-256 {origin.Sha256}); {origin.License}");
        }

        Training(text, card);
        foreach (MetricCard metric in card.Metrics)
        {
            Line(text, "measured", $"{metric.Data}; {metric.Protocol}: {Values(metric.Values)}");
        }

        foreach (string limitation in card.Limitations)
        {
            Line(text, "limitation", limitation);
        }

        return text.ToString().TrimEnd('\n');
    }

    private static void Training(StringBuilder text, ModelCard card)
    {
        if (card.Training is not { } training)
        {
            Line(text, "training", card.Origin is null ? "none: the weights were not trained" : "not recorded in the weight file");
            return;
        }

        Training(text, training);
    }

    internal static void Training(StringBuilder text, TrainingCard training)
    {
        foreach (DataSetCard data in training.Data)
        {
            Line(text, "trained on", $"{data.Name}; license: {data.License}; {data.Attribution}");
        }

        Line(text, "folds", training.Folds);
        Line(text, "training", string.Create(CultureInfo.InvariantCulture,
            $"{training.Loss}; {training.Optimizer}, learning rate {training.LearningRate}; {training.Steps} steps of {training.Batch}; seed {training.Seed}"));
        Line(text, "command", training.Command);
    }

    private static string Precision(QuantizationCard? card)
    {
        if (card is null)
        {
            return "float32";
        }

        string floats = (card.FloatEnds, card.IntegerSums) switch
        {
            (true, false) => "; first and last convolution and sums in float32",
            (true, true) => "; first and last convolution in float32",
            (false, false) => "; sums in float32",
            _ => "",
        };
        return $"{card.Precision}, weights of {card.WeightBits} bits with a scale for each output channel, ranges by {card.Ranges}{floats}; "
            + $"calibrated on {card.Calibration}; made of the float32 model {card.Float32Sha256}";
    }

    private static string Missing(ModelCard card)
    {
        ChannelCard[] filled = [.. card.Channels.Where(c => c.MissingFill is not null)];
        return filled.Length == 0
            ? "an image that lacks any channel is refused"
            : string.Create(CultureInfo.InvariantCulture,
                $"{string.Join(", ", filled.Select(c => $"{c.Name} is taken as {c.MissingFill} {c.Unit}"))}; any other is refused");
    }

    private static string PriorFill(PriorFillCard? fill) => fill is null
        ? "none"
        : string.Create(CultureInfo.InvariantCulture, $"{fill.Name}, weight of the image {fill.ImageWeight}")
            + (fill.SarLines is null ? "" : $", SAR averaged over {fill.SarWindow} x {fill.SarWindow} pixels")
            + (fill.CeilingFrom is { } from ? string.Create(CultureInfo.InvariantCulture, $", not above what was seen where that is {from} times as bright") : "")
            + $"; DN of other scenes {string.Join(' ', fill.Spectrum.Select(dn => dn.ToString("0", CultureInfo.InvariantCulture)))}";

    internal static string Values(IReadOnlyDictionary<string, double> values) =>
        string.Join(", ", values.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Key} {v.Value:0.####}")));

    internal static void Line(StringBuilder text, string label, string value) =>
        text.Append(label.PadRight(LabelWidth)).Append(value).Append('\n');
}
