namespace Cloudless.Training.Downstream;

/// <summary>How the classifier does by cloud cover and by the quality of the reconstruction.</summary>
internal static class GroupTables
{
    private const int Deciles = 10;

    /// <summary>By tenths of cloud cover.</summary>
    public static StudyTable ByCover(StudyContext study)
    {
        int[] conditions = [.. Enumerable.Range(0, study.Conditions.Count)];
        return Of(
            study, "cover", "By cloud cover", "Patches by the share of cloud pixels that the detector finds in the cloudy patch.", "cover", conditions, (p, _) => p.Cover,
            (condition, decile) => condition != StudyContext.Cloudy || (decile + 1.0) / Deciles > study.Request.LeastCover);
    }

    /// <summary>By tenths of SSIM of the reconstruction; the clear patches stand by the SSIM of nothing.</summary>
    public static StudyTable BySimilarity(StudyContext study)
    {
        int[] conditions = [.. Enumerable.Range(0, study.Conditions.Count).Where(c => c is not (StudyContext.Clear or StudyContext.Cloudy))];
        return Of(
            study, "ssim", "By SSIM of the reconstruction", "Patches by their structural similarity to the clear patch, each condition by its own.", "ssim", conditions, (p, c) => p.Conditions[c].Ssim, (_, _) => true);
    }

    private static StudyTable Of(
        StudyContext study, string name, string title, string note, string head, int[] conditions, Func<PatchFigures, int, double> by, Func<int, int, bool> counts)
    {
        var rows = new List<IReadOnlyList<object>>();
        foreach (int condition in conditions)
        {
            double[] confidence = study.Of(condition, f => f.Belief.MaximumProbability);
            int[] decile = [.. study.Patches.Select(p => (int)Math.Clamp(by(p, condition) * Deciles, 0, Deciles - 1))];
            Figure[] figures = study.Bootstrap.Of(Deciles * 5, (weights, values) =>
            {
                for (int d = 0; d < Deciles; d++)
                {
                    int[] within = new int[weights.Length];
                    for (int i = 0; i < within.Length; i++)
                    {
                        within[i] = decile[i] == d ? weights[i] : 0;
                    }

                    ScoreTables.Fill(study, condition, within, confidence, values.Slice(d * 5, 5));
                }
            });
            for (int d = 0; d < Deciles; d++)
            {
                int patches = decile.Count(x => x == d);
                if (patches > 0 && counts(condition, d))
                {
                    rows.Add([study.Conditions[condition], d / (double)Deciles, (d + 1) / (double)Deciles, patches, .. figures.AsSpan(d * 5, 5).ToArray().Cast<object>()]);
                }
            }
        }

        return new StudyTable(name, title, note, ["condition", head + "_from", head + "_to", "patches", "accuracy", "precision", "recall", "f1", "confidence"], rows);
    }
}
