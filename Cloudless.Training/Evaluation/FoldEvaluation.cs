using Cloudless.Imagery;
using Cloudless.Metrics;
using Cloudless.Training.Datasets;

namespace Cloudless.Training.Evaluation;

/// <summary>Judges methods on patches that no training has seen.</summary>
public static class FoldEvaluation
{
    /// <summary>Name of the method that does nothing.</summary>
    public const string CloudyInput = "cloudy input";

    /// <summary>How patches are judged.</summary>
    public const string Protocol =
        "Held-out patches, 256x256, against the cloud-free image of another date; all images clipped to 0..10000 DN; masks of dsen2-cr from the cloudy image (covered: cloud or shadow).";

    /// <summary>Runs methods over patches, one after another on the calling thread.</summary>
    /// <remarks>Keeps no state: calls may run at the same time where their methods may.</remarks>
    /// <param name="samples">Patches with input; those without are left out.</param>
    /// <param name="methods">Names and what they do with a patch: it gives [13,H,W], DN, or null for a patch it cannot serve.</param>
    /// <param name="cancellation">Looked at before every patch.</param>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static EvaluationReport Run(
        IEnumerable<Sample> samples, IReadOnlyList<(string Name, Func<Sample, Raster<float>?> Apply)> methods, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(methods);
        var rows = new List<EvaluationRow>();
        foreach (Sample sample in samples.Where(s => s.Input is not null))
        {
            cancellation.ThrowIfCancellationRequested();
            Raster<float> input = sample.Input!.ToFloat().Clip(), target = sample.Target.ToFloat().Clip();
            var mask = new Raster<byte>(1, input.Height, input.Width, CloudCover.Of(sample.Input!).PixelClass);
            rows.Add(EvaluationRow.From(sample.Id, sample.Fold, CloudyInput, MetricsCalculator.Compute(input, target, input, mask)));
            foreach ((string name, Func<Sample, Raster<float>?> apply) in methods)
            {
                if (apply(sample)?.Clip() is { } prediction)
                {
                    rows.Add(EvaluationRow.From(sample.Id, sample.Fold, name, MetricsCalculator.Compute(prediction, target, input, mask)));
                }
            }
        }

        return new EvaluationReport(Protocol, rows);
    }
}
