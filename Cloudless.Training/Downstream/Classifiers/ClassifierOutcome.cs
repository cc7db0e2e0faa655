namespace Cloudless.Training.Downstream.Classifiers;

/// <summary>What a training of a classifier came to.</summary>
/// <param name="ModelPath">The model file written.</param>
/// <param name="LogPath">The log written: a row for each pass.</param>
/// <param name="Classes">Names of the classes.</param>
/// <param name="TrainedPatches">Patches learned from.</param>
/// <param name="ValidationPatches">Patches left out.</param>
/// <param name="Epochs">Passes done.</param>
/// <param name="BestEpoch">The pass whose weights were taken.</param>
/// <param name="Score">How well the left-out patches are told apart.</param>
/// <param name="MajorityAccuracy">Accuracy of always saying the most frequent class.</param>
public sealed record ClassifierOutcome(
    string ModelPath, string LogPath, IReadOnlyList<string> Classes, int TrainedPatches, int ValidationPatches, int Epochs, int BestEpoch, ClassifierScore Score, double MajorityAccuracy);
