namespace Cloudless.Training.Downstream.Classifiers;

/// <summary>How well patches are told apart.</summary>
/// <param name="Accuracy">Share of patches whose class was told, 0..1; of single labels this is also the micro F1.</param>
/// <param name="MacroF1">Mean of the F1 of those classes that a patch has.</param>
public sealed record ClassifierScore(double Accuracy, double MacroF1)
{
    /// <summary>Judges what was said.</summary>
    /// <param name="labels">True classes.</param>
    /// <param name="said">Classes said.</param>
    public static ClassifierScore Of(IReadOnlyList<int> labels, IReadOnlyList<int> said)
    {
        int right = labels.Zip(said).Count(p => p.First == p.Second);
        double F1(int label)
        {
            int hits = labels.Zip(said).Count(p => p.First == label && p.Second == label);
            return 2.0 * hits / (labels.Count(l => l == label) + said.Count(s => s == label));
        }

        return new ClassifierScore((double)right / labels.Count, labels.Distinct().Order().Average(F1));
    }
}
