namespace Cloudless.Training.Evaluation.Series;

/// <summary>Options of <see cref="SeriesEvaluation"/>.</summary>
public sealed record SeriesEvaluationOptions
{
    /// <summary>How trials are made.</summary>
    public SeriesProtocol Protocol { get; init; } = SeriesProtocol.Blend;

    /// <summary>Numbers of dates that methods get, each 1 at least and named once; not looked at by <see cref="SeriesProtocol.Extremes"/>.</summary>
    public IReadOnlyList<int> Dates { get; init; } = [3, 4, 5];

    /// <summary>Seeds 1 to this; the spread in the tables is over them.</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>Trials of each series, number of dates and seed.</summary>
    public int Trials { get; init; } = 8;

    /// <summary>Whether methods that look at Sentinel-1 get it.</summary>
    public SarUse Sar { get; init; }

    /// <summary>Share of cloud pixels, 0..1, up to which a date can be a truth.</summary>
    public double ClearCover { get; init; } = 0.001;

    /// <summary>Mean opacity, 0..1, up to which a date can be a truth, so that haze is none.</summary>
    public double ClearOpacity { get; init; } = 0.02;

    /// <summary>Mean opacity, 0..1, from which a date gives clouds.</summary>
    public double DonorOpacity { get; init; } = 0.03;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value is out of range, or a number of dates named twice.</exception>
    public void Validate()
    {
        if (Dates.Count == 0 || Dates.Any(n => n < 1))
        {
            throw new ArgumentException("Name one number of dates or more, each 1 at least.");
        }

        if (Dates.Distinct().Count() < Dates.Count)
        {
            throw new ArgumentException($"A number of dates is named twice in {string.Join(", ", Dates)}; its trials would count twice. Name each once.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(Seeds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Trials, 1);
        foreach (double share in new[] { ClearCover, ClearOpacity, DonorOpacity })
        {
            if (share is not (>= 0 and <= 1))
            {
                throw new ArgumentException($"Covers and opacities lie in 0..1; one is {share}.");
            }
        }
    }
}
