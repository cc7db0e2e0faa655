using System.Text.Json;
using Cloudless.Networks.Quantization;

namespace Cloudless.Networks.Onnx;

/// <summary>Makes models of 8-bit integers (static, QDQ form, weights per output channel) of float32 ones, for ONNX Runtime.</summary>
/// <remarks>Input, output and unit stay those of the model contract. The same model, ranges and options give the same bytes. Thread-safe.</remarks>
public static class ModelQuantizer
{
    /// <summary>Quantizes a model.</summary>
    /// <param name="model">A float32 model with a readable graph.</param>
    /// <param name="seen">What calibration saw of each value that is to be stored in 8 bits: <see cref="Inference.OnnxRuntime.ActivationObserver.Histograms"/> for the same options.</param>
    /// <param name="options">How.</param>
    /// <param name="calibration">The calibration images in words, for the card.</param>
    /// <param name="metrics">What was measured of the model in 8 bits, for the card; null for nothing.</param>
    /// <exception cref="CloudlessException">The model is one of 8 bits already, its graph cannot be read, or it has nothing to compute in 8 bits.</exception>
    /// <exception cref="KeyNotFoundException">A value was not observed.</exception>
    public static CloudRemovalModel Quantize(
        CloudRemovalModel model, IReadOnlyDictionary<string, ActivationHistogram> seen, QuantizationOptions options, string calibration,
        IReadOnlyList<MetricCard>? metrics = null)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(calibration);
        options.Validate();
        QuantizationPlan plan = QuantizationPlan.Make(RequireFloat32(model), options);
        Dictionary<string, ValueRange> ranges = plan.Values.ToDictionary(v => v, v => RangeSearch.Choose(seen[v], options.Ranges), StringComparer.Ordinal);
        ModelCard card = model.Card with
        {
            Metrics = [.. metrics ?? [], .. model.Card.Metrics.Select(m => m with { Protocol = "measured in float32, before quantization; " + m.Protocol })],
            Quantization = new QuantizationCard(
                QuantizationCard.Int8, options.WeightBits, JsonNamingPolicy.CamelCase.ConvertName(options.Ranges.ToString()), options.IntegerSums, options.FloatEnds,
                calibration, model.Sha256),
        };
        return CloudRemovalModel.Create(QdqGraphWriter.Write(plan, ranges, options.WeightBits), card);
    }

    /// <summary>The graph of a model that can be quantized.</summary>
    /// <exception cref="CloudlessException">It cannot.</exception>
    public static NetworkGraph RequireFloat32(CloudRemovalModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Card.Window is not null)
        {
            throw new CloudlessException($"{model.Source}: only networks of plain convolutions are quantized, such as {ArchitectureCard.DSen2Cr}; this one is {model.Card.Architecture.Name}. Give another model.");
        }

        return model.Card.Quantization is not null
            ? throw new CloudlessException($"{model.Source}: the model computes in int8 already. Give the float32 model it was made of.")
            : model.Graph ?? throw new CloudlessException($"{model.Source}: the graph cannot be read, so it cannot be quantized: {model.GraphUnreadable}. Give a model that Cloudless wrote.");
    }
}
