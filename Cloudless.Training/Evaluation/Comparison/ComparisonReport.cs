namespace Cloudless.Training.Evaluation.Comparison;

/// <summary>What a comparison found.</summary>
/// <param name="Data">Folder.</param>
/// <param name="Split">How it was divided and which part was judged, in words.</param>
/// <param name="Warnings">What makes the figures less than they seem.</param>
/// <param name="Models">The models.</param>
/// <param name="Summaries">Means over the patches, one for each method, in the order of the methods.</param>
/// <param name="Scores">All patches and methods.</param>
public sealed record ComparisonReport(
    string Data, string Split, IReadOnlyList<string> Warnings, IReadOnlyList<JudgedModel> Models, IReadOnlyList<MethodSummary> Summaries, IReadOnlyList<PatchScore> Scores)
{
    /// <summary>Name of the method that does nothing.</summary>
    public const string CloudyInput = "cloudy input";

    /// <summary>How well models that tell how sure they are know their errors; empty where none does.</summary>
    public IReadOnlyList<MethodCalibration> Calibrations { get; init; } = [];

    /// <summary>Patches judged.</summary>
    public int Patches => Scores.Select(s => (s.Scene, s.Patch)).Distinct().Count();
}
