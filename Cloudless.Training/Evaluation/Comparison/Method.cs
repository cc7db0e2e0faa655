using Cloudless.Imagery;
using Cloudless.Metrics;
using Cloudless.Removal;

namespace Cloudless.Training.Evaluation.Comparison;

/// <summary>A way to remove clouds.</summary>
/// <param name="Name">Name in the tables.</param>
/// <param name="Apply">Gives [13,H,W], DN, or null for a patch that it cannot serve. Called by several threads at once.</param>
internal sealed record Method(string Name, Func<EvaluationPatch, Raster<float>?> Apply)
{
    /// <summary>For a model that tells how sure it is: does the same, with the deviations. Called by several threads at once.</summary>
    public Func<EvaluationPatch, RemovalResult>? WithDeviation { get; init; }

    /// <summary>Applies the method to a patch and judges what it gives.</summary>
    /// <returns>Null for a patch that it cannot serve.</returns>
    public (PatchScore Score, CalibrationSums? Calibration)? Judge(EvaluationPatch patch)
    {
        if (WithDeviation is null)
        {
            return Apply(patch) is { } image ? (PatchScore.Of(patch, Name, image), null) : null;
        }

        RemovalResult result = WithDeviation(patch);
        var calibration = new CalibrationSums();
        calibration.Add(result.Image.Data, patch.Target.Data, result.StandardDeviation!.Data);
        return (PatchScore.Of(patch, Name, result.Image), calibration);
    }
}
