using Cloudless.Training.Datasets;
using Cloudless.Training.Temporal;

namespace Cloudless.Training.Evaluation.Comparison;

/// <summary>What to judge, on what.</summary>
public sealed record ComparisonRequest
{
    /// <summary>Model files; <c>default</c> is the embedded one.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Folder with patches, or with the time series of SEN12MS-CR-TS.</summary>
    public required string Data { get; init; }

    /// <summary>What the folder is taken to be.</summary>
    public DatasetOptions Dataset { get; init; } = new();

    /// <summary>The part judged on, of which every patch with a cloudy image is taken.</summary>
    public JudgedPart Part { get; init; }

    /// <summary>Only the patches of this fold of the data's <c>folds.csv</c>; null takes all.</summary>
    public int? Fold { get; init; }

    /// <summary>How the dates of a time series become inputs and target.</summary>
    public SeriesSamplerOptions Series { get; init; } = new();

    /// <summary>Seed of <see cref="SeriesSampling.Random"/>.</summary>
    public ulong SeriesSeed { get; init; }

    /// <summary>Folder in which the cloud covers of time series are kept; null for beside the images.</summary>
    public string? SeriesCovers { get; init; }

    /// <summary>Patches shown with images and spectra in the HTML report.</summary>
    public int Pictures { get; init; } = 12;

    /// <summary>Threads; 0 takes all processors. No figure depends on it.</summary>
    public int Threads { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        Dataset.Validate();
        Series.Validate();
        ArgumentOutOfRangeException.ThrowIfNegative(Pictures);
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
        if (Models.Count == 0)
        {
            throw new ArgumentException("No model to judge; name one or more.");
        }
    }
}
