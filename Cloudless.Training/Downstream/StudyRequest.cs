using Cloudless.Masks;
using Cloudless.Training.Datasets;
using Cloudless.Training.Downstream.Labels;
using Cloudless.Training.Simulation;

namespace Cloudless.Training.Downstream;

/// <summary>What a downstream study looks at. The classifier is handed over beside it.</summary>
public sealed record StudyRequest
{
    /// <summary>Models that remove clouds; <c>default</c> is the embedded one.</summary>
    public required IReadOnlyList<string> Removals { get; init; }

    /// <summary>
    /// A folder that 'cloudless dataset check' knows, or a table (<c>.csv</c>) with the columns <c>id,clear,cloudy</c> and perhaps <c>sar,class,scene</c>. Images without a cloudy one get simulated clouds.
    /// </summary>
    public required string Data { get; init; }

    /// <summary>Where the classes of patches are from; where nothing is named, the column <c>class</c> of a table, else label maps in the data's folder.</summary>
    public LabelOptions Labels { get; init; } = new();

    /// <summary>Whether what the classifier says of the clear patch counts as true: what is studied then is whether its decision stays, not whether it is right. Needs no labels.</summary>
    public bool Predicted { get; init; }

    /// <summary>Table <c>class,group</c> that brings the names of labels and of the classifier's classes together; patches whose label has an empty group are left out. Null where the names are the same.</summary>
    public string? Groups { get; init; }

    /// <summary>What the folder is taken to be.</summary>
    public DatasetOptions Dataset { get; init; } = new();

    /// <summary>The part of a divided dataset that is looked at; null takes all.</summary>
    public DatasetSplit? Part { get; init; }

    /// <summary>Side in pixels of the windows that images are cut into, each a patch of its own; null takes images whole.</summary>
    public int? Window { get; init; }

    /// <summary>How many skies are drawn over each image that has no cloudy one; each gives patches of its own.</summary>
    public int Draws { get; init; } = 4;

    /// <summary>Seed of simulated clouds.</summary>
    public ulong CloudSeed { get; init; } = 1;

    /// <summary>What simulated clouds are drawn from.</summary>
    public CloudSimulatorOptions Clouds { get; init; } = new() { MinimumCover = 0.05 };

    /// <summary>What finds the clouds that patches are grouped by: the spectral detector, or s2cloudless with the user's model, which gets its own ten bands as reflectance.</summary>
    public DetectorOptions Detector { get; init; } = new();

    /// <summary>How intervals are drawn.</summary>
    public StudyStatistics Statistics { get; init; } = new();

    /// <summary>Cover above which patches count where cloudy images are compared, 0..1; 0.1 as published.</summary>
    public double LeastCover { get; init; } = 0.1;

    /// <summary>Frequency from which detail is fine, cycles per pixel.</summary>
    public double Cutoff { get; init; } = HighFrequencies.DefaultCutoff;

    /// <summary>
    /// Share of the painted pixels, the least sure ones, that is masked for the classifier where a removal model tells its uncertainty, 0..1: a condition of its own, beside as many painted pixels drawn at
    /// random. 0 leaves both out.
    /// </summary>
    public double MaskShare { get; init; } = 0.2;

    /// <summary>Patches shown with pictures.</summary>
    public int Pictures { get; init; } = 8;

    /// <summary>Whether a class of the classifier without a patch ends the study; otherwise it is named and left out.</summary>
    public bool RequireAllClasses { get; init; }

    /// <summary>Threads; 0 takes all processors. No figure depends on it.</summary>
    public int Threads { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        Dataset.Validate();
        Clouds.Validate();
        Statistics.Validate();
        Detector.Validate();
        Labels.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(Window ?? 16, 16, nameof(Window));
        ArgumentOutOfRangeException.ThrowIfLessThan(Draws, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Pictures);
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
        ArgumentOutOfRangeException.ThrowIfNegative(LeastCover);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LeastCover, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(MaskShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaskShare, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Cutoff);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Cutoff, 0.5);
        if (Removals.Count == 0)
        {
            throw new ArgumentException("No model that removes clouds; name one or more.");
        }
    }
}
