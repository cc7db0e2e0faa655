using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Training.Downstream.Labels;
using Cloudless.Training.Engines;

namespace Cloudless.Training.Downstream.Classifiers;

/// <summary>Training of a land-cover classifier, from a folder to a model file. The defaults are the published settings.</summary>
public sealed record ClassifierRequest
{
    /// <summary>Folder of labeled patches: a folder of 13-band images for each class, images with label maps, or the images that a table names.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Model file to write; its log, with <c>.csv</c> for <c>.onnx</c>, lies beside it.</summary>
    public required string Output { get; init; }

    /// <summary>Whether the output files are replaced where they exist.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Where the classes are from.</summary>
    public LabelOptions Labels { get; init; } = new();

    /// <summary>Classes that the network shall tell apart, in this order; null takes those that a patch has.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Bands that the network looks at; the ten of 10 and 20 m as published. Bands of 60 m, for which no statistics were published, are standardized by those of the patches learned from.</summary>
    public IReadOnlyList<Sentinel2Band> Bands { get; init; } = PublishedStatistics.Bands;

    /// <summary>Channels of the network's first convolution: 64 as published; 8 trains on two processors.</summary>
    public int Width { get; init; } = new ResNet50Options().Width;

    /// <summary>Side of a patch in pixels; a larger image gives as many as fit, from its center.</summary>
    public int Crop { get; init; } = 224;

    /// <summary>How long it learns, and in what steps. The published training was best after 10 passes.</summary>
    public CourseOptions Course { get; init; } = new() { WeightDecay = 1e-5 };

    /// <summary>Which patches are left out to judge the network by.</summary>
    public PatchSplitRule Split { get; init; } = PatchSplitRule.Auto;

    /// <summary>Weights to begin with: a state dict of torchvision's or timm's ResNet50 that <c>torch.save</c> wrote; null for drawn ones.</summary>
    public string? Weights { get; init; }

    /// <summary>License of the model file, for its card.</summary>
    public string License { get; init; } = "that of the data it was trained on";

    /// <summary>Where it computes: auto takes CUDA where it works, else the processor, both through TorchSharp.</summary>
    public EngineSettings Engine { get; init; } = new();

    /// <summary>Command line, for the card.</summary>
    public string Command { get; init; } = "";

    /// <summary>The log beside the model file.</summary>
    public string LogFile => Path.ChangeExtension(Output, ".csv");

    /// <summary>Refuses what cannot be done.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        Labels.Validate();
        float[] any = [.. Bands.Select(_ => 1f)];
        new ResNet50Options { Width = Width, Bands = Bands, Means = any, Deviations = any }.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(Crop, ResNet50.LeastSize);
        Course.Validate();
        if (Classes is { } classes && (classes.Count < 2 || classes.Distinct(StringComparer.OrdinalIgnoreCase).Count() != classes.Count))
        {
            throw new ArgumentException($"A classifier needs two classes at least, each once; found {string.Join(", ", classes)}.", nameof(Classes));
        }
    }
}
