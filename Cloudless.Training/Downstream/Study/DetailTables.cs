namespace Cloudless.Training.Downstream;

/// <summary>What is lost of fine detail, and whether that tells the classifier's loss better than SSIM does.</summary>
internal static class DetailTables
{
    /// <summary>Measures of a reconstruction, so turned that more is better.</summary>
    private static readonly (string Name, Func<ConditionFigures, double> Of)[] Measures =
    [
        ("ssim", f => f.Ssim), ("psnr", f => f.Psnr), ("sam (negative)", f => -f.Sam), ("mae (negative)", f => -f.Mae),
        ("fine detail in the mask", f => Math.Log10(f.Detail.Inside)), ("fine detail outside", f => Math.Log10(f.Detail.Outside)),
        ("fine detail in the mask, nearness to 1", f => -Math.Abs(Math.Log10(f.Detail.Inside))), ("fine detail outside, nearness to 1", f => -Math.Abs(Math.Log10(f.Detail.Outside))),
    ];

    /// <summary>Fine detail kept, in and outside the mask.</summary>
    public static StudyTable Kept(StudyContext study)
    {
        StudyScope scope = study.Scopes[^1];
        return new StudyTable(
            "detail", "What is left of fine detail",
            FormattableString.Invariant($"Power above {study.Request.Cutoff:0.###} cycles per pixel (B02, B03, B04, B08) over the clear patch's; geometric means. 1 is all of it, less is blur, more is texture that the ground does not have. In the mask: cloud or shadow in the cloudy patch."),
            ["condition", "patches_of", "patches", "in_mask", "outside", "ssim", "psnr", "sam"],
            [.. Altered(scope).Select(c =>
            {
                double[][] values = [study.Of(c, f => Math.Log10(f.Detail.Inside)), study.Of(c, f => Math.Log10(f.Detail.Outside)), study.Of(c, f => f.Ssim), study.Of(c, f => f.Psnr), study.Of(c, f => f.Sam)];
                Figure[] figures = study.Bootstrap.Of(values.Length, (all, means) =>
                {
                    int[] weights = scope.Within(all);
                    for (int v = 0; v < values.Length; v++)
                    {
                        double mean = StudyContext.Mean(values[v], weights);
                        means[v] = v < 2 ? Math.Pow(10, mean) : mean;
                    }
                });
                return (IReadOnlyList<object>)[study.Conditions[c], scope.Name, scope.Count, .. figures.Cast<object>()];
            })]);
    }

    /// <summary>Power over the clear patch's, ring by ring of spatial frequency.</summary>
    public static StudyTable Spectrum(StudyContext study)
    {
        StudyScope scope = study.Scopes[^1];
        var rows = new List<IReadOnlyList<object>>();
        foreach (int condition in Altered(scope))
        {
            double[][] values = [.. Enumerable.Range(0, HighFrequencies.Rings).Select(r => study.Of(condition, f => Math.Log10(f.Detail.Spectrum[r])))];
            Figure[] figures = study.Bootstrap.Of(values.Length, (all, means) =>
            {
                int[] weights = scope.Within(all);
                for (int v = 0; v < values.Length; v++)
                {
                    means[v] = Math.Pow(10, StudyContext.Mean(values[v], weights));
                }
            });
            rows.AddRange(figures.Select((f, r) => (IReadOnlyList<object>)[study.Conditions[condition], r * 0.05, (r + 1) * 0.05, f]));
        }

        return new StudyTable(
            "spectrum", "Power by spatial frequency", "Power of the whole patch over the clear patch's in rings of spatial frequency, cycles per pixel; geometric means. The last ring takes all that is finer.",
            ["condition", "frequency_from", "frequency_to", "power_ratio"], rows) { Shown = false };
    }

    /// <summary>Rank correlation of each measure with the classifier's loss, and whether it is stronger than SSIM's.</summary>
    public static StudyTable Predictors(StudyContext study)
    {
        StudyScope scope = study.Scopes[^1];
        var rows = new List<IReadOnlyList<object>>();
        foreach (int condition in Altered(scope).Where(c => c != StudyContext.Cloudy))
        {
            int[] usable = [.. Enumerable.Range(0, study.Patches.Count).Where(i => scope.Has[i] && Measures.All(m => double.IsFinite(m.Of(study.Patches[i].Conditions[condition]))))];
            double[] losses = [.. usable.Select(i => study.Patches[i].Conditions[condition].Loss)];
            RankCorrelation[] ranks = [.. Measures.Select(m => new RankCorrelation([.. usable.Select(i => m.Of(study.Patches[i].Conditions[condition]))], losses))];
            Figure[] figures = study.Bootstrap.Of(Measures.Length * 2, (all, values) =>
            {
                int[] weights = new int[usable.Length];
                for (int i = 0; i < weights.Length; i++)
                {
                    weights[i] = all[usable[i]];
                }

                for (int m = 0; m < Measures.Length; m++)
                {
                    values[m] = ranks[m].Of(weights);

                    // Both correlations are negative where a measure is of use.
                    values[Measures.Length + m] = values[0] - values[m];
                }
            });
            rows.AddRange(Measures.Select((m, i) => (IReadOnlyList<object>)[study.Conditions[condition], m.Name, usable.Length, figures[i], i == 0 ? Figure.None : figures[Measures.Length + i]]));
        }

        return new StudyTable(
            "predictors", "Does it tell the classifier's loss better than SSIM",
            "Spearman's rank correlation over patches of a measure (turned so that more is better) with what the true class lost of its log probability: -1 is a perfect warning, 0 none. Better than SSIM: SSIM's correlation less this one; above 0 with its whole interval, the measure warns better. "
            + "On patches that have all measures.",
            ["condition", "measure", "patches", "rank_correlation", "better_than_ssim"], rows);
    }

    private static IEnumerable<int> Altered(StudyScope scope) => scope.Conditions.Where(c => c != StudyContext.Clear);
}
