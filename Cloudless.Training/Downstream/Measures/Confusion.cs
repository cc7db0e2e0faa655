namespace Cloudless.Training.Downstream;

/// <summary>A confusion matrix of weighted patches, and what follows from it.</summary>
/// <remarks>
/// Precision of a class that is never predicted counts as 0 where the class has patches, as usual; without patches neither recall nor F1 exist. Macro means run over the classes that have patches.
/// Not thread-safe while it is filled.
/// </remarks>
public sealed class Confusion
{
    private readonly long[] _counts;

    /// <summary>An empty matrix.</summary>
    /// <param name="classes">K.</param>
    public Confusion(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        (Classes, _counts) = (classes, new long[classes * classes]);
    }

    /// <summary>K.</summary>
    public int Classes { get; }

    /// <summary>How many patches of a class were told to be another.</summary>
    public long this[int truth, int predicted] => _counts[(truth * Classes) + predicted];

    /// <summary>Counts a patch.</summary>
    /// <param name="truth">Its class, 0 to K-1.</param>
    /// <param name="predicted">What it was told to be, 0 to K-1.</param>
    /// <param name="weight">How often it counts, 0 or more.</param>
    public void Add(int truth, int predicted, int weight) => _counts[(truth * Classes) + predicted] += weight;

    /// <summary>Patches of a class.</summary>
    public long Support(int of) => Enumerable.Range(0, Classes).Sum(k => this[of, k]);

    /// <summary>Share of the patches told to be a class that are; NaN where the class has no patches.</summary>
    public double Precision(int of)
    {
        long told = Enumerable.Range(0, Classes).Sum(k => this[k, of]);
        return Support(of) == 0 ? double.NaN : told == 0 ? 0 : this[of, of] / (double)told;
    }

    /// <summary>Share of a class's patches that were told right; NaN where it has none.</summary>
    public double Recall(int of) => Support(of) is var all && all > 0 ? this[of, of] / (double)all : double.NaN;

    /// <summary>Harmonic mean of precision and recall; NaN where the class has no patches.</summary>
    public double F1(int of)
    {
        long all = Support(of), told = Enumerable.Range(0, Classes).Sum(k => this[k, of]);
        return all == 0 ? double.NaN : 2.0 * this[of, of] / (all + told);
    }

    /// <summary>Share of all patches told right; NaN without patches.</summary>
    public double Accuracy => _counts.Sum() is var all && all > 0 ? Enumerable.Range(0, Classes).Sum(k => this[k, k]) / (double)all : double.NaN;

    /// <summary>Share of a class's patches that were told to be another (or itself); NaN where it has none.</summary>
    public double Share(int truth, int predicted) => Support(truth) is var all && all > 0 ? this[truth, predicted] / (double)all : double.NaN;

    /// <summary>Mean over the classes that have patches; NaN where none has.</summary>
    public double Macro(Func<int, double> ofClass)
    {
        ArgumentNullException.ThrowIfNull(ofClass);
        double[] values = [.. Enumerable.Range(0, Classes).Where(k => Support(k) > 0).Select(ofClass)];
        return values.Length > 0 ? values.Average() : double.NaN;
    }
}
