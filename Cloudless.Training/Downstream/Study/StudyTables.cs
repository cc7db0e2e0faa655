namespace Cloudless.Training.Downstream;

/// <summary>All tables of a study.</summary>
internal static class StudyTables
{
    /// <summary>Names of all tables there may be.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["overall", "classes", "confusion", "cover", "ssim", "separability", "attention", "detail", "spectrum", "predictors", "patches"];

    public static IReadOnlyList<StudyTable> Of(StudyContext study) =>
    [
        .. new[]
        {
            ScoreTables.Overall(study), ScoreTables.Classes(study), ScoreTables.Confusions(study), GroupTables.ByCover(study), GroupTables.BySimilarity(study),
            BeliefTables.Separability(study), BeliefTables.Attention(study), DetailTables.Kept(study), DetailTables.Spectrum(study), DetailTables.Predictors(study), Patches(study),
        }.OfType<StudyTable>(),
    ];

    private static StudyTable Patches(StudyContext study) => new(
        "patches", "Every patch", "Detail: power of fine detail over the clear patch's. Loss: what the true class lost of its log probability, nats.",
        ["patch", "scene", "class", "cloud_cover", "condition", "told", "confidence", "entropy", "logit_sum", "log_precision", "loss", "ssim", "psnr", "sam", "mae", "detail_in_mask", "detail_outside", "saliency_under_mask"],
        [.. study.Patches.SelectMany(p => p.Conditions.Select((c, i) => (IReadOnlyList<object>)
        [
            p.Id, p.Scene, study.Classes[p.Truth], p.Cover, study.Conditions[i], study.Classes[c.Predicted], c.Belief.MaximumProbability, c.Belief.Entropy, c.Belief.LogitSum, c.Belief.LogPrecision,
            c.Loss, c.Ssim, c.Psnr, c.Sam, c.Mae, c.Detail.Inside, c.Detail.Outside, c.Attention,
        ]))]) { Shown = false };
}
