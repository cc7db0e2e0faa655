namespace Cloudless.Training.Perceptual;

/// <summary>What a training of the perceptual network came to.</summary>
/// <param name="ModelPath">The file written.</param>
/// <param name="Classes">Names of the classes.</param>
/// <param name="TrainedPatches">Patches learned from.</param>
/// <param name="ValidationPatches">Patches left out.</param>
/// <param name="Epochs">Passes done.</param>
/// <param name="BestEpoch">The pass whose weights were taken.</param>
/// <param name="Accuracy">Share of the left-out patches whose class it told, 0..1.</param>
/// <param name="MajorityAccuracy">The same of always saying the most frequent class.</param>
public sealed record PerceptualOutcome(
    string ModelPath, IReadOnlyList<string> Classes, int TrainedPatches, int ValidationPatches, int Epochs, int BestEpoch, double Accuracy, double MajorityAccuracy);
