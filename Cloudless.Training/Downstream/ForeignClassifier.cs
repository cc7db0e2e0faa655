using Cloudless.Imagery;

namespace Cloudless.Training.Downstream;

/// <summary>What must be said of a classifier's ONNX file that has no card of Cloudless: how an image becomes its input, and what its outputs mean.</summary>
/// <remarks>The input of band b is <c>(DN * Scale - Mean[b]) / Std[b]</c>.</remarks>
public sealed record ForeignClassifier
{
    /// <summary>Bands of the input in order.</summary>
    public required IReadOnlyList<Sentinel2Band> Bands { get; init; }

    /// <summary>Names of the classes in the order of the output.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Side in pixels of the patches that it takes; null where the file says it or any does.</summary>
    public int? Side { get; init; }

    /// <summary>What DN are multiplied by, e.g. 0.0001 for reflectance.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Subtracted from each band after the scale; one for each of <see cref="Bands"/>, or null for 0.</summary>
    public IReadOnlyList<double>? Mean { get; init; }

    /// <summary>Divides each band at last; one for each of <see cref="Bands"/>, or null for 1.</summary>
    public IReadOnlyList<double>? Std { get; init; }

    /// <summary>Name of the image input; null takes the only one.</summary>
    public string? Input { get; init; }

    /// <summary>Name of the output of logits; null takes the first.</summary>
    public string? Output { get; init; }

    /// <summary>Whether the output holds probabilities; their logarithms then stand for the logits.</summary>
    public bool Probabilities { get; init; }

    /// <summary>Name of the output with the last feature maps, for Grad-CAM; null for none.</summary>
    public string? Features { get; init; }

    /// <summary>Name of the initializer [K,C] of the last linear layer, for Grad-CAM; null for none.</summary>
    public string? ClassifierWeight { get; init; }

    /// <summary>Checks that the lists fit.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public void Validate()
    {
        if (Bands.Count == 0 || Classes.Count < 2 || Classes.Distinct(StringComparer.Ordinal).Count() != Classes.Count)
        {
            throw new ArgumentException($"A classifier needs bands and two classes at least, each once; found {Bands.Count} bands and the classes {string.Join(", ", Classes)}.");
        }

        foreach ((IReadOnlyList<double>? values, string name) in new[] { (Mean, "mean"), (Std, "std") })
        {
            if (values is not null && (values.Count != Bands.Count || values.Any(v => !double.IsFinite(v)) || (name == "std" && values.Any(v => v <= 0))))
            {
                throw new ArgumentException($"The {name} of the classifier's input has {values.Count} values; one finite number{(name == "std" ? " above 0" : "")} is needed for each of the {Bands.Count} bands.");
            }
        }

        if (!double.IsFinite(Scale) || Scale == 0 || Side is <= 0)
        {
            throw new ArgumentException($"The scale of the classifier's input is {Scale} and its side {Side}; expected a number other than 0 and a side above 0.");
        }
    }
}
