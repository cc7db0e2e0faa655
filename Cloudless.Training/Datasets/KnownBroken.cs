namespace Cloudless.Training.Datasets;

/// <summary>Patches of SEN12MS-CR whose published files are known to be broken; they are skipped by name.</summary>
internal static class KnownBroken
{
    // ROIs1158_spring_s2_31_p684.tif cannot be read (found by the study of downstream effects); the SAR image ROIs1868_summer_s1_146_p202
    // is named by the authors of SEN12MS.
    private static readonly HashSet<string> Ids = ["ROIs1158_spring_31_p684", "ROIs1868_summer_146_p202"];

    /// <summary>Whether a patch is one of them.</summary>
    public static bool Contains(string id) => Ids.Contains(id);
}
