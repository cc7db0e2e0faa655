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
        var counts = new Confusion(labels.Concat(said).Max() + 1);
        foreach ((int truth, int predicted) in labels.Zip(said))
        {
            counts.Add(truth, predicted, weight: 1);
        }

        return new ClassifierScore(counts.Accuracy, counts.Macro(counts.F1));
    }
}
