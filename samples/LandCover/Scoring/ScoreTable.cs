using System.Globalization;
using System.Text;

namespace Cloudless.Samples.LandCover.Scoring;

/// <summary>Prints the scores of several versions side by side.</summary>
internal static class ScoreTable
{
    private const int NameWidth = 12;

    /// <summary>Precision, recall and F1 of each class, and their means.</summary>
    public static string Figures(IReadOnlyList<ClassScores> versions)
    {
        var text = new StringBuilder();
        text.AppendLine(string.Concat(versions.Select(v => v.Version.PadLeft(24)).Prepend(new string(' ', NameWidth))));
        text.AppendLine(string.Concat(versions.Select(_ => "    prec.  recall      F1").Prepend(new string(' ', NameWidth))));
        for (int c = 0; c < versions[0].Classes.Count; c++)
        {
            int i = c;
            Row(versions[0].Classes[c], v => [v.Precision(i), v.Recall(i), v.F1(i)]);
        }

        Row("macro", v => [v.MacroPrecision, v.MacroRecall, v.MacroF1]);
        text.AppendLine(string.Concat(versions.Select(v => Number(v.Accuracy).PadLeft(24)).Prepend("accuracy".PadRight(NameWidth))));
        return text.ToString();

        void Row(string name, Func<ClassScores, double[]> figures) =>
            text.AppendLine(string.Concat(versions.Select(v => string.Concat(figures(v).Select(f => Number(f).PadLeft(8)))).Prepend(name.PadRight(NameWidth))));
    }

    /// <summary>Accuracy by how much of a patch is under cloud.</summary>
    /// <param name="versions">The scores.</param>
    /// <param name="covered">Share of each patch under cloud, 0..1, in the order of the scores.</param>
    public static string ByCover(IReadOnlyList<ClassScores> versions, IReadOnlyList<double> covered)
    {
        var text = new StringBuilder();
        text.AppendLine("accuracy by cloud cover of the patch");
        foreach ((string name, double from, double to) in new[] { ("to 10 %", -1.0, 0.1), ("10 to 50 %", 0.1, 0.5), ("50 to 90 %", 0.5, 0.9), ("over 90 %", 0.9, 1.0) })
        {
            int[] patches = [.. Enumerable.Range(0, covered.Count).Where(i => covered[i] > from && covered[i] <= to)];
            text.AppendLine(string.Concat(versions.Select(v => (patches.Length == 0 ? "-" : Number(patches.Average(i => v.Correct[i] ? 1.0 : 0.0))).PadLeft(24)).Prepend(name.PadRight(NameWidth))
                .Append($"  ({patches.Length} patches)")));
        }

        return text.ToString();
    }

    /// <summary>Confusion matrices: rows are the truth, columns what was told.</summary>
    public static string Confusion(IReadOnlyList<ClassScores> versions)
    {
        const int cell = 6, gap = 4;
        IReadOnlyList<string> classes = versions[0].Classes;
        var text = new StringBuilder();
        Row("", v => v.Version.PadRight(cell * classes.Count));
        Row("truth", _ => string.Concat(classes.Select(c => c[..Math.Min(c.Length, cell - 1)].PadLeft(cell))));
        for (int i = 0; i < classes.Count; i++)
        {
            int truth = i;
            Row(classes[i], v => string.Concat(v.Counts[truth].Select(n => n.ToString("0", CultureInfo.InvariantCulture).PadLeft(cell))));
        }

        return text.ToString();

        void Row(string name, Func<ClassScores, string> part) =>
            text.AppendLine((name.PadRight(NameWidth) + string.Join(new string(' ', gap), versions.Select(part))).TrimEnd());
    }

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
