using Cloudless.Imagery;

namespace Cloudless.Networks;

/// <summary>Input and size of a <see cref="ResNet50"/> network.</summary>
public sealed record ResNet50Options
{
    /// <summary>Bands of the input in order; the ten of 10 and 20 m as published.</summary>
    public IReadOnlyList<Sentinel2Band> Bands { get; init; } = PublishedStatistics.Bands;

    /// <summary>Mean of each of <see cref="Bands"/> in DN; null takes <see cref="PublishedStatistics"/>, which has ten bands.</summary>
    public IReadOnlyList<float>? Means { get; init; }

    /// <summary>Standard deviation of each of <see cref="Bands"/> in DN, above 0; null takes <see cref="PublishedStatistics"/>.</summary>
    public IReadOnlyList<float>? Deviations { get; init; }

    /// <summary>Channels of the first convolution: 64 as published. The last feature maps are 32 times as many.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Number of classes, 2 or more.</summary>
    public int Classes { get; init; } = 10;

    /// <summary>Refuses what no network can be made of.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    /// <exception cref="ArgumentException">Bands are missing or repeated, or their means and deviations are not known.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Width, 512);
        ArgumentOutOfRangeException.ThrowIfLessThan(Classes, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Classes, 10000);
        if (Bands.Count == 0 || Bands.Distinct().Count() != Bands.Count)
        {
            throw new ArgumentException($"The classifier's bands are {(Bands.Count == 0 ? "none" : Names(Bands))}; give one at least, each once.", nameof(Bands));
        }

        Sentinel2Band[] unknown = [.. Bands.Where(b => PublishedStatistics.Of(b) is null)];
        if (unknown.Length > 0 && (Means is null || Deviations is null))
        {
            throw new ArgumentException($"No mean and deviation were published for {Names(unknown)}; give those of your data for all bands.", nameof(Bands));
        }

        RequireFit(Means, _ => true, nameof(Means));
        RequireFit(Deviations, d => d > 0, nameof(Deviations));
    }

    private void RequireFit(IReadOnlyList<float>? values, Func<float, bool> holds, string name)
    {
        if (values is not null && (values.Count != Bands.Count || !values.All(v => float.IsFinite(v) && holds(v))))
        {
            throw new ArgumentException($"Found {values.Count} values ({string.Join(", ", values)}); the {Bands.Count} bands need a finite one each, deviations above 0.", name);
        }
    }

    private static string Names(IEnumerable<Sentinel2Band> bands) => string.Join(", ", bands.Select(b => b.Id));
}
