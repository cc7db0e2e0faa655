namespace Cloudless.Training.Downstream;

/// <summary>How well the classifier does: over all, class by class, and who is taken for whom.</summary>
internal static class ScoreTables
{
    private static readonly string[] Scores = ["accuracy", "precision", "recall", "f1", "confidence"];

    /// <summary>Macro scores by condition, and what was won and lost.</summary>
    public static StudyTable Overall(StudyContext study)
    {
        var rows = new List<IReadOnlyList<object>>();
        foreach (StudyScope scope in study.Scopes)
        {
            int width = Scores.Length + 4;
            double[][] confidence = [.. scope.Conditions.Select(c => study.Of(c, f => f.Belief.MaximumProbability))];
            double[][] wrong = [.. scope.Conditions.Select((c, at) => study.Patches.Select((p, i) => p.Conditions[c].Predicted == p.Truth ? double.NaN : confidence[at][i]).ToArray())];
            Separability[] knows = [.. scope.Conditions.Select((c, at) => new Separability([.. study.Patches.Select((p, i) => p.Conditions[c].Predicted == p.Truth ? confidence[at][i] : double.NaN)], wrong[at]))];
            int cloudy = scope.Conditions.ToList().IndexOf(StudyContext.Cloudy);
            Figure[] figures = study.Bootstrap.Of(scope.Conditions.Count * width, (all, values) =>
            {
                int[] weights = scope.Within(all);
                for (int at = 0; at < scope.Conditions.Count; at++)
                {
                    Span<double> row = values.Slice(at * width, width);
                    Fill(study, scope.Conditions[at], weights, confidence[at], row);
                    row[5] = StudyContext.Mean(wrong[at], weights);
                    row[6] = knows[at].Roc(weights);
                }

                for (int at = 0; at < scope.Conditions.Count; at++)
                {
                    values[(at * width) + 7] = values[(at * width) + 3] - values[3];
                    values[(at * width) + 8] = cloudy < 0 ? double.NaN : values[(at * width) + 3] - values[(cloudy * width) + 3];
                }
            });
            rows.AddRange(scope.Conditions.Select((c, at) => (IReadOnlyList<object>)
                [study.Conditions[c], scope.Name, scope.Count, .. figures.AsSpan(at * width, width).ToArray().Cast<object>()]));
        }

        return new StudyTable(
            "overall", "What the classifier makes of it",
            "Precision, recall and F1 are means over the classes that have patches. Confidence: mean of the largest probability; of wrong answers alone; and the probability that a right answer is the more confident of the two (0.5: it does not know when it is wrong). "
            + "F1 against the same patches clear and cloudy: paired differences. Cloudy patches are compared only where they are cloudy, as published.",
            ["condition", "patches_of", "patches", .. Scores, "confidence_when_wrong", "knows_when_wrong", "f1_against_clear", "f1_against_cloudy"], rows);
    }

    /// <summary>The same by class.</summary>
    public static StudyTable Classes(StudyContext study)
    {
        var rows = new List<IReadOnlyList<object>>();
        int classes = study.Classes.Count;
        foreach (StudyScope scope in study.Scopes)
        {
            foreach (int condition in scope.Conditions)
            {
                Figure[] figures = study.Bootstrap.Of(classes * 3, (all, values) =>
                {
                    Confusion confusion = study.Confusion(condition, scope.Within(all));
                    for (int k = 0; k < classes; k++)
                    {
                        (values[k * 3], values[(k * 3) + 1], values[(k * 3) + 2]) = (confusion.Precision(k), confusion.Recall(k), confusion.F1(k));
                    }
                });
                rows.AddRange(Enumerable.Range(0, classes).Select(k => (IReadOnlyList<object>)
                    [study.Classes[k], study.Conditions[condition], scope.Name, study.Patches.Where((p, i) => scope.Has[i] && p.Truth == k).Count(), figures[k * 3], figures[(k * 3) + 1], figures[(k * 3) + 2]]));
            }
        }

        return new StudyTable(
            "classes", "Class by class", "Classes without patches have no figures.",
            ["class", "condition", "patches_of", "patches", "precision", "recall", "f1"], [.. rows.OrderBy(r => study.Classes.ToList().IndexOf((string)r[0]))]);
    }

    /// <summary>Who is taken for whom, as shares of the true class, and the difference to the clear patches.</summary>
    public static StudyTable Confusions(StudyContext study)
    {
        var rows = new List<IReadOnlyList<object>>();
        int cells = study.Classes.Count * study.Classes.Count;
        foreach (StudyScope scope in study.Scopes)
        {
            int[] once = scope.Within([.. study.Patches.Select(_ => 1)]);
            foreach (int condition in scope.Conditions)
            {
                Confusion counted = study.Confusion(condition, once);
                Figure[] figures = study.Bootstrap.Of(cells * 2, (all, values) =>
                {
                    int[] weights = scope.Within(all);
                    Confusion confusion = study.Confusion(condition, weights), clear = study.Confusion(StudyContext.Clear, weights);
                    for (int cell = 0; cell < cells; cell++)
                    {
                        (int truth, int told) = Math.DivRem(cell, study.Classes.Count);
                        values[cell] = confusion.Share(truth, told);
                        values[cells + cell] = values[cell] - clear.Share(truth, told);
                    }
                });
                rows.AddRange(Enumerable.Range(0, cells).Where(cell => counted.Support(cell / study.Classes.Count) > 0).Select(cell =>
                {
                    (int truth, int told) = Math.DivRem(cell, study.Classes.Count);
                    return (IReadOnlyList<object>)[study.Conditions[condition], scope.Name, study.Classes[truth], study.Classes[told], (int)counted[truth, told], figures[cell], figures[cells + cell]];
                }));
            }
        }

        return new StudyTable(
            "confusion", "Who is taken for whom", "Shares of the patches of the true class; the difference is to the same patches clear.",
            ["condition", "patches_of", "true_class", "told", "patches", "share", "against_clear"], rows) { Shown = false };
    }

    /// <summary>Accuracy, macro scores and mean confidence of weighted patches.</summary>
    internal static void Fill(StudyContext study, int condition, ReadOnlySpan<int> weights, double[] confidence, Span<double> row)
    {
        Confusion confusion = study.Confusion(condition, weights);
        (row[0], row[1], row[2], row[3]) = (confusion.Accuracy, confusion.Macro(confusion.Precision), confusion.Macro(confusion.Recall), confusion.Macro(confusion.F1));
        row[4] = StudyContext.Mean(confidence, weights);
    }
}
