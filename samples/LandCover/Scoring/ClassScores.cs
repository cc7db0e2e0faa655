namespace Cloudless.Samples.LandCover.Scoring;

/// <summary>How a classifier did on one version of the held-out patches.</summary>
/// <param name="Version">Which version.</param>
/// <param name="Classes">The classes.</param>
/// <param name="Counts">Patches by true and predicted class.</param>
/// <param name="Correct">Whether each patch got its class.</param>
internal sealed record ClassScores(string Version, IReadOnlyList<string> Classes, IReadOnlyList<IReadOnlyList<double>> Counts, IReadOnlyList<bool> Correct)
{
    /// <summary>Share of the patches that got their class.</summary>
    public double Accuracy => Enumerable.Range(0, Classes.Count).Sum(c => Counts[c][c]) / Counts.Sum(row => row.Sum());

    /// <summary>Mean over the classes.</summary>
    public double MacroPrecision => Enumerable.Range(0, Classes.Count).Average(Precision);

    /// <summary>Mean over the classes.</summary>
    public double MacroRecall => Enumerable.Range(0, Classes.Count).Average(Recall);

    /// <summary>Mean of the classes' F1.</summary>
    public double MacroF1 => Enumerable.Range(0, Classes.Count).Average(F1);

    /// <summary>Share of the patches told as a class that are of it; 0 where none was told.</summary>
    public double Precision(int c) => Share(Counts[c][c], Counts.Sum(row => row[c]));

    /// <summary>Share of the patches of a class that were told as it.</summary>
    public double Recall(int c) => Share(Counts[c][c], Counts[c].Sum());

    /// <summary>Harmonic mean of both.</summary>
    public double F1(int c) => Share(2 * Precision(c) * Recall(c), Precision(c) + Recall(c));

    private static double Share(double part, double whole) => whole > 0 ? part / whole : 0;
}
