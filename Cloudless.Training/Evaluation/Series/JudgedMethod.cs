using Cloudless.Temporal;

namespace Cloudless.Training.Evaluation.Series;

/// <summary>A method to be judged.</summary>
/// <param name="Method">The method.</param>
public sealed record JudgedMethod(ISeriesMethod Method)
{
    /// <summary>Its name in tables.</summary>
    public string Name { get; init; } = Method.Name;

    /// <summary>Whether it looks at Sentinel-1, so that it can be judged with and without.</summary>
    public bool LooksAtSar { get; init; }

    /// <summary>Whether it takes all 13 bands and nothing else; a series without B01, B09 or B10 gives it stand-ins, which are not judged.</summary>
    public bool NeedsAllBands { get; init; }
}
