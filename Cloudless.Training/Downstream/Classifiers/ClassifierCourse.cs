using System.Diagnostics;
using System.Globalization;
using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Training.Downstream.Labels;
using Cloudless.Training.Engines;

namespace Cloudless.Training.Downstream.Classifiers;

/// <summary>A training of a network that tells patches apart: passes over the patches, each judged by those left out; the best one's weights are kept.</summary>
internal sealed class ClassifierCourse(LabeledPatches data, PatchSplit split, NetworkGraph graph, IPatchClassifier classifier, IReadOnlyList<Sentinel2Band> bands, CourseOptions options)
{
    private const int AtOnce = 64;

    /// <summary>Told of every pass.</summary>
    public Action<ClassifierEpoch>? Passed { get; init; }

    /// <summary>Told when a pass was the best so far and the graph has its weights.</summary>
    public Action<ClassifierEpoch>? Improved { get; init; }

    /// <summary>Trains. At the end the graph has the weights of the best pass.</summary>
    /// <exception cref="TrainingDivergedException">The loss is not finite.</exception>
    /// <exception cref="OperationCanceledException">It was ended between two steps.</exception>
    public CourseResult Run(CancellationToken cancellation)
    {
        var random = new SeededRandom(options.Seed + 2);
        var clock = Stopwatch.StartNew();
        (ClassifierEpoch? best, long steps, int epoch) = (null, 0, 0);
        float[][] weights = [];
        while (epoch < options.Epochs && !(epoch > 0 && clock.Elapsed > options.TimeLimit))
        {
            epoch++;
            double loss = 0;
            int batches = 0;
            foreach (int[] chosen in Shuffled(split.Trained, random).Chunk(options.Batch).Where(c => c.Length > 1))
            {
                cancellation.ThrowIfCancellationRequested();
                loss += classifier.Step(data.Read(chosen, bands, [.. chosen.Select(_ => random.Next(8))]));
                batches++;
                if (clock.Elapsed > options.TimeLimit)
                {
                    break;
                }
            }

            steps += batches;
            var now = new ClassifierEpoch(epoch, loss / batches, Judge(), steps, clock.Elapsed);
            Passed?.Invoke(now);
            if (best is null || now.Score.Accuracy > best.Score.Accuracy)
            {
                best = now;
                classifier.Synchronize();
                weights = [.. graph.Parameters.Select(p => (float[])p.Values.Clone())];
                Improved?.Invoke(now);
            }
        }

        foreach ((Parameter parameter, float[] values) in graph.Parameters.Zip(weights))
        {
            values.CopyTo(parameter.Values, 0);
        }

        return new CourseResult(epoch, best!);
    }

    /// <summary>Accuracy of always saying the class that is most frequent among the patches learned from.</summary>
    public static double Majority(LabeledPatches data, PatchSplit split)
    {
        int frequent = split.Trained.GroupBy(i => data.Patches[i].Class).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First().Key;
        return (double)split.Validation.Count(i => data.Patches[i].Class == frequent) / split.Validation.Count;
    }

    private static int[] Shuffled(IReadOnlyList<int> of, SeededRandom random)
    {
        int[] order = [.. of];
        for (int i = order.Length - 1; i > 0; i--)
        {
            int other = random.Next(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }

    private ClassifierScore Judge()
    {
        int classes = data.Classes.Count;
        var said = new List<int>(split.Validation.Count);
        foreach (int[] chosen in split.Validation.Chunk(AtOnce))
        {
            float[] logits = classifier.Classify(data.Read(chosen, bands, null));
            said.AddRange(Enumerable.Range(0, chosen.Length).Select(i => Enumerable.Range(0, classes).MaxBy(k => logits[(i * classes) + k])));
        }

        return ClassifierScore.Of([.. split.Validation.Select(i => data.Patches[i].Class)], said);
    }
}

/// <summary>A pass over the patches.</summary>
/// <param name="Epoch">Its number, 1 and up.</param>
/// <param name="Loss">Mean cross entropy of its steps, in nats.</param>
/// <param name="Score">How well the patches left out are told apart after it.</param>
/// <param name="Steps">Steps done so far.</param>
/// <param name="Elapsed">Time since the beginning.</param>
internal sealed record ClassifierEpoch(int Epoch, double Loss, ClassifierScore Score, long Steps, TimeSpan Elapsed)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"epoch {Epoch}: cross entropy {Loss:0.000}, {Score.Accuracy:P1} of the patches left out told right, macro F1 {Score.MacroF1:0.000}");
}

/// <summary>What a course came to.</summary>
/// <param name="Epochs">Passes done.</param>
/// <param name="Best">The pass whose weights were taken.</param>
internal sealed record CourseResult(int Epochs, ClassifierEpoch Best);
