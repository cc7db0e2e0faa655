using System.Globalization;

namespace Cloudless.Training.Downstream;

/// <summary>The drawings of a study, made of its tables, so that both say the same.</summary>
internal static class StudyDrawings
{
    private const int Bins = 12;

    /// <summary>All drawings.</summary>
    public static IReadOnlyList<StudyDrawing> Of(StudyContext study) =>
    [
        .. Matrices(study), .. Histograms(study),
    ];

    /// <summary>Curves over the rows of a table: one chart for each column of figures.</summary>
    /// <param name="study">The conditions, for colors.</param>
    /// <param name="table">Its rows begin with the condition and both ends of a range.</param>
    /// <param name="along">What the ranges are of, with its unit.</param>
    /// <param name="ranges">All ranges there may be, in order: their beginnings and what the axis says of them.</param>
    /// <param name="columns">Columns of figures.</param>
    public static IReadOnlyList<StudyDrawing> Curves(
        IReadOnlyList<string> study, StudyTable table, string along, IReadOnlyList<(double From, string Head)> ranges, params IReadOnlyList<string> columns)
    {
        string[] conditions = [.. table.Rows.Select(r => (string)r[0]).Distinct()];
        return
        [
            .. columns.Select(column =>
            {
                int at = table.Columns.ToList().IndexOf(column);
                Figure Of(string condition, double from) => table.Rows.FirstOrDefault(r => (string)r[0] == condition && Math.Abs((double)r[1] - from) < 1e-9)?[at] is Figure figure ? figure : Figure.None;
                string what = StudyHeads.Of(column);
                var chart = new LineChart(
                    $"{table.Title}: {what}", (along, what), [.. ranges.Select(r => r.Head)],
                    [.. conditions.Select(c => (Color(study, c), c, (IReadOnlyList<Figure>)[.. ranges.Select(r => Of(c, r.From))]))]);
                return new StudyDrawing(table.Name, chart.Title, chart.Write);
            }),
        ];
    }

    private static string Color(IReadOnlyList<string> conditions, string condition) => Svg.Colors[Math.Max(0, conditions.ToList().IndexOf(condition)) % Svg.Colors.Count];

    private static IEnumerable<StudyDrawing> Matrices(StudyContext study)
    {
        StudyScope scope = study.Scopes[^1];
        int[] weights = scope.Within([.. study.Patches.Select(_ => 1)]);
        int classes = study.Classes.Count;
        double[] Shares(int condition)
        {
            Confusion confusion = study.Confusion(condition, weights);
            return [.. Enumerable.Range(0, classes * classes).Select(i => confusion.Share(i / classes, i % classes))];
        }

        double[] clear = Shares(StudyContext.Clear);
        foreach (int condition in scope.Conditions)
        {
            double[] shares = Shares(condition);
            var matrix = new MatrixChart($"{study.Conditions[condition]} ({scope.Name})", study.Classes, shares, Signed: false);
            yield return new StudyDrawing("confusion", matrix.Title, matrix.Write);
            if (condition != StudyContext.Clear)
            {
                var difference = new MatrixChart($"{study.Conditions[condition]}, minus clear", study.Classes, [.. shares.Zip(clear, (a, b) => a - b)], Signed: true);
                yield return new StudyDrawing("confusion", difference.Title, difference.Write);
            }
        }
    }

    private static IEnumerable<StudyDrawing> Histograms(StudyContext study)
    {
        StudyScope scope = study.Scopes[^1];
        foreach ((string name, Func<Belief, double> of) in BeliefTables.Scores)
        {
            string unit = name is "entropy" or "log precision" ? ", nats" : "";
            double[][] values = [.. scope.Conditions.Select(c => study.Of(c, f => of(f.Belief)).Where((_, i) => scope.Has[i]).ToArray())];
            double[] sorted = [.. values.SelectMany(v => v).Order()];

            // A few patches far out would leave one bin to all others; they are counted in the outermost.
            double low = sorted[sorted.Length / 50], high = sorted[^((sorted.Length / 50) + 1)], width = high > low ? (high - low) / Bins : 1;
            Figure Share(double[] all, int bin) => Figure.None with { Value = all.Count(v => Math.Clamp((int)((v - low) / width), 0, Bins - 1) == bin) / (double)all.Length };
            var chart = new LineChart(
                $"Patches by {name} ({scope.Name})", (name + unit, "share of the patches"), [.. Enumerable.Range(0, Bins).Select(b => (low + ((b + 0.5) * width)).ToString(Math.Max(Math.Abs(low), Math.Abs(high)) < 10 ? "0.00" : "0", CultureInfo.InvariantCulture))],
                [.. scope.Conditions.Select((c, at) => (Color(study.Conditions, study.Conditions[c]), study.Conditions[c], (IReadOnlyList<Figure>)[.. Enumerable.Range(0, Bins).Select(b => Share(values[at], b))]))]);
            yield return new StudyDrawing("separability", chart.Title, chart.Write);
        }
    }
}
