using Cloudless.Imagery;
using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Networks.Onnx;

/// <summary>
/// What an ONNX file must be so that Cloudless removes clouds with it: opset 17 or newer; one input <c>sar_optical</c> float32 [N,15,H,W]
/// (13 without SAR), the output <c>cloud_free</c> float32 [N,13,H,W] and, where the network tells how sure it is, <c>variance</c> of the same shape; N, H and W free; a card that agrees with them and, in halo and clip ranges, with a graph that can be read.
/// </summary>
internal static class ModelContract
{
    /// <summary>Checks a file's frame: opset, input, output, card.</summary>
    /// <returns>The card.</returns>
    /// <exception cref="ModelContractException">A breach, named with what was found and what is expected.</exception>
    public static ModelCard Check(ModelProto model, string source)
    {
        ModelCard card = CheckFrame(model, ValueKind.Image, source);
        Require(card.Series is null, source, "the card of a model of series", "one of single images");
        bool quantized = model.Graph.Node.Any(n => n.OpType is "QuantizeLinear" or "QLinearConv" or "ConvInteger");
        Require(card.Quantization is null or { Precision: QuantizationCard.Int8 }, source, $"a card with the precision '{card.Quantization?.Precision}'", $"'{QuantizationCard.Int8}', or no quantization");
        Require(quantized == card.Quantization is not null, source,
            quantized ? "integer operations that the card does not tell of" : "a card of an integer model on a graph of float32", "a card that says what the graph computes in");
        return card;
    }

    /// <summary>Checks a file's frame for a model that makes one image of a series: as <see cref="Check(ModelProto, string)"/>, with the input [N,T,15,H,W] and the dates in the card.</summary>
    /// <returns>The card.</returns>
    /// <exception cref="ModelContractException">A breach, named with what was found and what is expected.</exception>
    public static ModelCard CheckSeries(ModelProto model, string source)
    {
        ModelCard card = CheckFrame(model, ValueKind.Series, source);
        Require(card.Series is not null, source, "a card that tells no dates", "series.leastDates and series.mostDates");
        SeriesCard series = card.Series!;
        Require(series.LeastDates >= 1 && series.MostDates >= series.LeastDates, source, $"a card for {series.LeastDates} to {series.MostDates} dates", "at least one, the smaller number first");
        Require(card.PriorFill is null && card.Quantization is null, source, "a card that asks for a prior fill or tells of 8-bit integers", "neither, for a model of series");
        return card;
    }

    /// <summary>Checks a graph that could be read against its card.</summary>
    /// <exception cref="ModelContractException">Another halo or other clip ranges than the card's, or a weight that is not a finite number.</exception>
    public static void Check(NetworkGraph graph, ModelCard card, string source)
    {
        Require(card.Halo == graph.Halo, source, $"a card with a halo of {card.Halo} pixels", $"{graph.Halo}, which the graph's convolutions see");
        bool anySize = graph.SizeMultiple == 1 && graph.Halo != int.MaxValue;
        Require(anySize || card.Series is not null || card.Window is not null, source, "a card that names no windows", "window.side and window.margin, for the network sees the whole image or needs certain sizes");
        Require(card.Window is not { } window || window.Side % graph.SizeMultiple == 0, source, $"a card with windows of {card.Window?.Side} pixels", $"a multiple of {graph.SizeMultiple}, which the network needs");
        string[] images = [DSen2Cr.InputName, .. graph.Nodes.OfType<FoldDatesNode>().Where(n => n.Input == DSen2Cr.InputName).Select(n => n.Output)];
        if (graph.Nodes.OfType<ClampNode>().FirstOrDefault(n => images.Contains(n.Input)) is { } clip)
        {
            for (int c = 0; c < card.Channels.Count; c++)
            {
                ChannelCard channel = card.Channels[c];
                Require(channel.Minimum == clip.Minimum[c] && channel.Maximum == clip.Maximum[c], source,
                    $"a card that clips {channel.Name} to {channel.Minimum} .. {channel.Maximum}", $"{clip.Minimum[c]} .. {clip.Maximum[c]}, as the graph does");
            }
        }

        foreach (Parameter parameter in graph.Parameters)
        {
            int bad = Array.FindIndex(parameter.Values, v => !float.IsFinite(v));
            Require(bad < 0, source, $"'{parameter.Name}' with value {(bad < 0 ? 0 : parameter.Values[bad])} at {bad}", "finite weights; its training diverged or the file is damaged");
        }
    }

    private static ModelCard CheckFrame(ModelProto model, ValueKind kind, string source)
    {
        OperatorSetIdProto? opset = model.OpsetImport.FirstOrDefault(o => o.Domain is "" or "ai.onnx");
        Require(opset?.Version >= OnnxWriter.Opset, source, $"opset {opset?.Version.ToString() ?? "none"}", $"opset {OnnxWriter.Opset} or newer");

        var initializers = model.Graph.Initializer.Select(i => i.Name).ToHashSet(StringComparer.Ordinal);
        ValueInfoProto[] inputs = [.. model.Graph.Input.Where(i => !initializers.Contains(i.Name))];
        const int Optical = Sentinel2Band.Count, WithSar = Optical + 2;
        int channels = CheckValue("input", DSen2Cr.InputName, inputs, kind, [WithSar, Optical], source);
        ValueInfoProto[] outputs = [.. model.Graph.Output];
        if (kind == ValueKind.Image && outputs.Length == 2)
        {
            CheckValue("second output", UnCRtainTS.VarianceName, outputs[1..], kind, [Optical], source);
            outputs = outputs[..1];
        }

        CheckValue("output", DSen2Cr.OutputName, outputs, ValueKind.Image, [Optical], source);

        ModelCard card = OnnxReader.Card(model, source) ?? throw Breach(source, "no model card",
            $"a card as JSON in metadata_props under '{ModelCard.MetadataKey}', which OnnxWriter writes");
        CheckCard(card, channels, source);
        return card;
    }

    private static int CheckValue(string role, string name, ValueInfoProto[] values, ValueKind kind, int[] channels, string source)
    {
        string expected = $"one {role} '{name}', float32 [N,{(kind == ValueKind.Series ? "T," : "")}{string.Join('|', channels)},H,W] with {(kind == ValueKind.Series ? "N, T, H and W" : "N, H and W")} free";
        string found = values.Length == 0 ? $"no {role}" : $"{role} {string.Join(", ", values.Select(v => $"'{v.Name}' {OnnxShape.Text(v)}"))}";
        Require(values.Length == 1 && values[0].Name == name, source, found, expected);
        (ValueKind Kind, int Channels)? shape = OnnxShape.Of(values[0]);
        Require(shape is { } of && of.Kind == kind && channels.Contains(of.Channels), source, found, expected);
        Require(OnnxShape.IsFree(values[0]), source, found, expected + "; a fixed-shape variant serves other runners only");
        return shape!.Value.Channels;
    }

    private static void CheckCard(ModelCard card, int channels, string source)
    {
        string[] optical = [.. Sentinel2Band.All.Select(b => b.Id)];
        string[] expected = channels == optical.Length ? optical : [.. optical, .. ChannelCard.SarNames];
        RequireNames("channels", card.Channels.Select(c => c.Name), expected, source);
        RequireNames("output bands", card.OutputBands, optical, source);
        foreach (ChannelCard channel in card.Channels)
        {
            string unit = ChannelCard.SarNames.Contains(channel.Name) ? ChannelCard.Decibel : ChannelCard.Dn;
            Require(channel.Unit == unit, source, $"a card with channel {channel.Name} in '{channel.Unit}'", unit);
            Require(float.IsFinite(channel.Minimum) && float.IsFinite(channel.Maximum) && channel.Minimum < channel.Maximum, source,
                $"a card that clips {channel.Name} to {channel.Minimum} .. {channel.Maximum}", "two finite numbers, the smaller one first");
            Require(channel.MissingFill is not { } fill || float.IsFinite(fill), source, $"a card that fills {channel.Name} with {channel.MissingFill}", "a finite number");
        }

        bool sar = channels > optical.Length;
        Require(card.Architecture.Sar == sar, source, $"a card with architecture.sar {card.Architecture.Sar}", $"{sar}, as the input has {channels} channels");
        Require(card.Window is null or { Side: > 0 and <= 16384, Margin: >= 0, Core: > 0 }, source,
            $"a card with windows of {card.Window?.Side} pixels and margins of {card.Window?.Margin}", "margins of 0 or more that leave something of the window");
        Require(card.Halo >= 0, source, $"a card with a halo of {card.Halo} pixels", "0 or more");
        Require(card.Radiometry is { DnPerReflectance: 10000, OffsetRemoved: true }, source,
            $"a card with reflectance = DN/{card.Radiometry.DnPerReflectance} and offsetRemoved {card.Radiometry.OffsetRemoved}", "DN/10000 with the baseline offset removed");
        if (card.PriorFill is { } priorFill)
        {
            (string found, string wanted)? breach = PriorFillRules.Breach(priorFill);
            Require(breach is null, source, breach?.found ?? "", breach?.wanted ?? "");
            Require(sar || priorFill.Name != PriorFillCard.SarRegression, source, $"a card of a model without SAR that asks for the prior fill '{priorFill.Name}'", "a fill that needs no SAR");
        }
    }

    private static void RequireNames(string what, IEnumerable<string> found, string[] expected, string source)
    {
        string names = string.Join(' ', found);
        Require(names == string.Join(' ', expected), source, $"a card with {what} {names}", $"{string.Join(' ', expected)}, in this order");
    }

    private static void Require(bool holds, string source, string found, string expected)
    {
        if (!holds)
        {
            throw Breach(source, found, expected);
        }
    }

    private static ModelContractException Breach(string source, string found, string expected) =>
        new($"{source}: the model breaks the Cloudless model contract (docs/design.md): found {found}; expected {expected}.");
}
