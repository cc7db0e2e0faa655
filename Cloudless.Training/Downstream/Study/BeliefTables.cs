namespace Cloudless.Training.Downstream;

/// <summary>Whether the classifier's belief gives away that a patch is not clear, and where it looks.</summary>
internal static class BeliefTables
{
    /// <summary>The scores that tell distributions apart.</summary>
    public static IReadOnlyList<(string Name, Func<Belief, double> Of)> Scores { get; } =
        [("maximum probability", b => b.MaximumProbability), ("entropy", b => b.Entropy), ("logit sum", b => b.LogitSum), ("log precision", b => b.LogPrecision)];

    /// <summary>Areas under the curves that tell clear patches from those of each other condition.</summary>
    public static StudyTable Separability(StudyContext study)
    {
        var rows = new List<IReadOnlyList<object>>();
        foreach (StudyScope scope in study.Scopes)
        {
            foreach (int condition in scope.Conditions.Where(c => c != StudyContext.Clear))
            {
                Separability[] ranks = [.. Scores.Select(s => new Separability(study.Of(StudyContext.Clear, f => s.Of(f.Belief)), study.Of(condition, f => s.Of(f.Belief))))];
                Figure[] figures = study.Bootstrap.Of(ranks.Length * 2, (all, values) =>
                {
                    int[] weights = scope.Within(all);
                    for (int s = 0; s < ranks.Length; s++)
                    {
                        (values[s * 2], values[(s * 2) + 1]) = (ranks[s].Roc(weights), ranks[s].PrecisionRecall(weights));
                    }
                });
                rows.AddRange(ranks.Select((_, s) => (IReadOnlyList<object>)[study.Conditions[condition], scope.Name, scope.Count, Scores[s].Name, figures[s * 2], figures[(s * 2) + 1]]));
            }
        }

        return new StudyTable(
            "separability", "Does its belief give away that a patch is not clear",
            "Clear patches against those of a condition, told by one number; the clear ones are to have the larger, so that below 0.5 they have the smaller. 0.5 is chance for both areas. "
            + "Precision is the sum of the exponentials of the logits; its logarithm orders patches alike and does not overflow.",
            ["condition", "patches_of", "patches", "score", "roc_auc", "pr_auc"], rows);
    }

    /// <summary>How much of the saliency of the predicted class lies under the mask; null where the classifier gives no maps.</summary>
    public static StudyTable? Attention(StudyContext study)
    {
        if (!study.Patches.Any(p => p.Conditions.Any(c => double.IsFinite(c.Attention))))
        {
            return null;
        }

        StudyScope scope = study.Scopes[^1];
        double[] covered = [.. study.Patches.Select(p => p.Covered)];
        var rows = scope.Conditions.Select(c =>
        {
            double[] attention = study.Of(c, f => f.Attention);
            Figure[] figures = study.Bootstrap.Of(3, (all, values) =>
            {
                int[] weights = scope.Within(all);
                (values[0], values[1]) = (StudyContext.Mean(attention, weights), StudyContext.Mean(covered, weights));
                values[2] = values[0] - values[1];
            });
            return (IReadOnlyList<object>)[study.Conditions[c], scope.Name, scope.Count, figures[0], figures[1], figures[2]];
        });
        return new StudyTable(
            "attention", "Where it looks",
            "Mean share of the saliency (Grad-CAM) of the predicted class that lies on pixels that are cloud or shadow in the cloudy patch, beside the share of such pixels: above it, the decision rests on painted ground more than on what was seen.",
            ["condition", "patches_of", "patches", "saliency_under_mask", "pixels_under_mask", "difference"], [.. rows]);
    }
}
