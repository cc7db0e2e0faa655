namespace Cloudless.Training.Downstream;

/// <summary>Heads of columns for people, with units; files keep the short names.</summary>
internal static class StudyHeads
{
    private static readonly Dictionary<string, string> Heads = new(StringComparer.Ordinal)
    {
        ["accuracy"] = "told right (share)",
        ["precision"] = "precision (macro mean)",
        ["recall"] = "recall (macro mean)",
        ["f1"] = "F1 (macro mean)",
        ["confidence"] = "confidence (mean)",
        ["knows_when_wrong"] = "a right answer is the more confident (probability)",
        ["f1_against_clear"] = "F1 less that of clear",
        ["f1_against_cloudy"] = "F1 less that of cloudy",
        ["cover_from"] = "cloud cover from",
        ["cover_to"] = "to",
        ["ssim_from"] = "SSIM from",
        ["ssim_to"] = "to",
        ["roc_auc"] = "ROC AUC",
        ["pr_auc"] = "PR AUC",
        ["saliency_under_mask"] = "saliency under the mask (share)",
        ["pixels_under_mask"] = "pixels under the mask (share)",
        ["in_mask"] = "fine detail in the mask (ratio)",
        ["outside"] = "fine detail outside (ratio)",
        ["ssim"] = "SSIM",
        ["psnr"] = "PSNR, dB",
        ["sam"] = "SAM, degrees",
        ["power_ratio"] = "power over the clear patch's (ratio)",
        ["rank_correlation"] = "rank correlation with the loss",
        ["better_than_ssim"] = "better than SSIM by",
    };

    /// <summary>What people read.</summary>
    /// <param name="column">Name of the column in the files.</param>
    public static string Of(string column) => Heads.GetValueOrDefault(column, column.Replace('_', ' '));

    /// <summary>The same in a table whose scores are of single classes, not means over them.</summary>
    public static string Of(StudyTable table, string column) => table.Name == "classes" && column is "precision" or "recall" or "f1" ? column == "f1" ? "F1" : column : Of(column);
}
