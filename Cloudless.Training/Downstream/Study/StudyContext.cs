namespace Cloudless.Training.Downstream;

/// <summary>All figures of all patches, and the bootstrap over them: what tables and drawings are made of.</summary>
internal sealed class StudyContext
{
    public StudyContext(StudyRequest request, IReadOnlyList<string> classes, IReadOnlyList<string> conditions, IReadOnlyList<PatchFigures> patches)
    {
        (Request, Classes, Conditions, Patches) = (request, classes, conditions, patches);
        Bootstrap = new Bootstrap([.. patches.Select(p => request.Statistics.ByScene ? p.Scene : p.Id)], request.Statistics, request.Threads);
        bool[] clouded = [.. patches.Select(p => p.Cover > request.LeastCover)];
        Scopes =
        [
            new("all patches", [.. patches.Select(_ => true)], [.. Enumerable.Range(0, conditions.Count).Where(c => c != Cloudy)]),
            .. clouded.Any(c => c) ? [new StudyScope(FormattableString.Invariant($"cover > {request.LeastCover * 100:0} %"), clouded, [.. Enumerable.Range(0, conditions.Count)])] : Array.Empty<StudyScope>(),
        ];
    }

    /// <summary>Places of the conditions that always are there.</summary>
    public const int Clear = 0, Cloudy = 1;

    public StudyRequest Request { get; }

    public IReadOnlyList<string> Classes { get; }

    public IReadOnlyList<string> Conditions { get; }

    public IReadOnlyList<PatchFigures> Patches { get; }

    public Bootstrap Bootstrap { get; }

    /// <summary>All patches without the cloudy condition, and those above the least cover with it, as published.</summary>
    public IReadOnlyList<StudyScope> Scopes { get; }

    /// <summary>A number of each patch in a condition.</summary>
    public double[] Of(int condition, Func<ConditionFigures, double> value) => [.. Patches.Select(p => value(p.Conditions[condition]))];

    /// <summary>The confusion matrix of a condition over weighted patches.</summary>
    public Confusion Confusion(int condition, ReadOnlySpan<int> weights)
    {
        var confusion = new Confusion(Classes.Count);
        for (int i = 0; i < Patches.Count; i++)
        {
            confusion.Add(Patches[i].Truth, Patches[i].Conditions[condition].Predicted, weights[i]);
        }

        return confusion;
    }

    /// <summary>Mean over weighted patches; those without the number are left out.</summary>
    public static double Mean(IReadOnlyList<double> values, ReadOnlySpan<int> weights)
    {
        double sum = 0, count = 0;
        for (int i = 0; i < values.Count; i++)
        {
            (sum, count) = weights[i] > 0 && double.IsFinite(values[i]) ? (sum + (weights[i] * values[i]), count + weights[i]) : (sum, count);
        }

        return count > 0 ? sum / count : double.NaN;
    }
}

/// <summary>Some of the patches, and the conditions that are looked at in them.</summary>
/// <param name="Name">In words.</param>
/// <param name="Has">For each patch whether it is one of them.</param>
/// <param name="Conditions">Places of the conditions.</param>
internal sealed record StudyScope(string Name, IReadOnlyList<bool> Has, IReadOnlyList<int> Conditions)
{
    /// <summary>How many patches it has.</summary>
    public int Count => Has.Count(h => h);

    /// <summary>Weights of all patches with 0 for those outside.</summary>
    public int[] Within(ReadOnlySpan<int> weights)
    {
        int[] within = new int[weights.Length];
        for (int i = 0; i < within.Length; i++)
        {
            within[i] = Has[i] ? weights[i] : 0;
        }

        return within;
    }
}
