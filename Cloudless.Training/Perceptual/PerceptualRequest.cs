using Cloudless.Networks;
using Cloudless.Training.Downstream.Classifiers;
using Cloudless.Training.Engines;

namespace Cloudless.Training.Perceptual;

/// <summary>Training of the network that a perceptual loss sees with, from a folder to a model file.</summary>
public sealed record PerceptualRequest
{
    /// <summary>Folder of labeled patches: a folder of 13-band images for each class, or images with label maps (<c>NAME_S2L1C.tif</c> with <c>NAME_LULC.tif</c>, SEN12MS' <c>s2_N</c> with <c>lc_N</c>).</summary>
    public required string DataFolder { get; init; }

    /// <summary>Model file to write.</summary>
    public required string Output { get; init; }

    /// <summary>Whether the model file is replaced where it exists.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Name of the model in its card; null takes the file's.</summary>
    public string? Name { get; init; }

    /// <summary>Channels of the network's first block: 64 as published; 8 trains on two processors.</summary>
    public int Width { get; init; } = new Vgg16Options().Width;

    /// <summary>Side of a patch in pixels; larger images are cut.</summary>
    public int Crop { get; init; } = 64;

    /// <summary>How long it learns, and in what steps.</summary>
    public CourseOptions Course { get; init; } = new() { Batch = 32 };

    /// <summary>Where it computes: auto takes CUDA where it works, else the processor, both through TorchSharp.</summary>
    public EngineSettings Engine { get; init; } = new();

    /// <summary>Command line, for the card.</summary>
    public string Command { get; init; } = "";

    /// <summary>Refuses what cannot be done.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        new Vgg16Options { Width = Width }.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(Crop, Vgg16.LeastSize);
        Course.Validate();
    }
}
