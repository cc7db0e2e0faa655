using System.Diagnostics;
using System.Globalization;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Engines;
using Cloudless.Training.Engines.TorchSharp;
using Cloudless.Training.Runs;

namespace Cloudless.Training.Perceptual;

/// <summary>Trains a <see cref="Vgg16"/> of 13 bands to tell land cover apart (Schmitt and Wu 2021, as SEN12MS-CR-TS does it) and writes it for <see cref="PerceptualNetwork"/>. Needs TorchSharp.</summary>
public static class PerceptualTraining
{
    private const int AtOnce = 64;

    /// <summary>Reads, trains, writes the model file, whole or not at all.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="note">Told how far it is; null for silence.</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value of the request is out of range.</exception>
    /// <exception cref="CloudlessException">TorchSharp cannot be had here, the labels do not fit, or the training diverged.</exception>
    /// <exception cref="OutputExistsException">The output exists and must not be replaced.</exception>
    public static PerceptualOutcome Execute(PerceptualRequest request, Action<string>? note, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        OutputFiles.RequireFree([request.Output], request.Overwrite);
        bool cuda = TorchDevice.ChooseCuda(request.Engine, "The perceptual network is trained with TorchSharp");
        LabeledPatches data = LabeledPatches.Open(request.DataFolder, request.Crop);
        PatchSplit split = PatchSplit.Of(data.Patches, request.ValidationShare, request.Seed + 1);
        var size = new Vgg16Options { Width = request.Width, Classes = data.Classes.Count };
        NetworkGraph graph = Vgg16.Build(size);
        HeUniform.Initialize(graph, request.Seed);
        using IPatchClassifier classifier = TorchRuntime.CreateClassifier(graph, cuda, request.Engine, request.LearningRate);
        note?.Invoke(string.Create(CultureInfo.InvariantCulture,
            $"{split.Trained.Count} patches of {data.Classes.Count} classes to learn from, {split.Validation.Count} to judge by; {graph.ParameterCount:N0} parameters; {classifier.Name}"));
        (int epochs, int best, double accuracy, long steps) = Train(request, data, split, graph, classifier, note, cancellation);
        double majority = Majority(data, split);
        ModelCard card = Card(request, data, split, size, accuracy, majority, steps, classifier.Name);
        OnnxWriter.Write(graph, card, request.Output, request.Overwrite);
        return new PerceptualOutcome(request.Output, data.Classes, split.Trained.Count, split.Validation.Count, epochs, best, accuracy, majority);
    }

    private static (int Epochs, int Best, double Accuracy, long Steps) Train(
        PerceptualRequest request, LabeledPatches data, PatchSplit split, NetworkGraph graph, IPatchClassifier classifier, Action<string>? note, CancellationToken cancellation)
    {
        var random = new SeededRandom(request.Seed + 2);
        var clock = Stopwatch.StartNew();
        (int best, double accuracy, long steps, int epoch) = (0, -1, 0, 0);
        float[][] weights = [];
        while (epoch < request.Epochs && !(epoch > 0 && clock.Elapsed > request.TimeLimit))
        {
            epoch++;
            double loss = 0;
            int batches = 0;
            foreach (int[] chosen in Shuffled(split.Trained, random).Chunk(request.Batch).Where(c => c.Length > 1))
            {
                cancellation.ThrowIfCancellationRequested();
                loss += classifier.Step(data.Read(chosen, [.. chosen.Select(_ => random.Next(8))]));
                batches++;
                steps++;
                if (clock.Elapsed > request.TimeLimit)
                {
                    break;
                }
            }

            double now = Accuracy(data, split, classifier);
            note?.Invoke(string.Create(CultureInfo.InvariantCulture, $"epoch {epoch}: cross entropy {loss / batches:0.000}, {now:P1} of the patches left out told right"));
            if (now > accuracy)
            {
                (best, accuracy) = (epoch, now);
                classifier.Synchronize();
                weights = [.. graph.Parameters.Select(p => (float[])p.Values.Clone())];
            }
        }

        foreach ((Parameter parameter, float[] values) in graph.Parameters.Zip(weights))
        {
            values.CopyTo(parameter.Values, 0);
        }

        return (epoch, best, accuracy, steps);
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

    private static double Accuracy(LabeledPatches data, PatchSplit split, IPatchClassifier classifier)
    {
        int right = 0, classes = data.Classes.Count;
        foreach (int[] chosen in split.Validation.Chunk(AtOnce))
        {
            PatchBatch batch = data.Read(chosen, null);
            float[] said = classifier.Classify(batch);
            right += Enumerable.Range(0, chosen.Length).Count(i => Enumerable.Range(0, classes).MaxBy(k => said[(i * classes) + k]) == batch.Labels[i]);
        }

        return (double)right / split.Validation.Count;
    }

    private static double Majority(LabeledPatches data, PatchSplit split)
    {
        int frequent = split.Trained.GroupBy(i => data.Patches[i].Class).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First().Key;
        return (double)split.Validation.Count(i => data.Patches[i].Class == frequent) / split.Validation.Count;
    }

    private static ModelCard Card(
        PerceptualRequest request, LabeledPatches data, PatchSplit split, Vgg16Options size, double accuracy, double majority, long steps, string engine)
    {
        string folder = Path.GetFileName(Path.TrimEndingDirectorySeparator(request.DataFolder));
        return Vgg16Card.Of(size, data.Classes, request.Name ?? Path.GetFileNameWithoutExtension(request.Output), "1.0.0", DateTimeOffset.UtcNow) with
        {
            Training = new TrainingCard
            {
                Data = [new DataSetCard($"{folder}: {split.Trained.Count} patches of {data.Side} x {data.Side} pixels", "that of the data", "whom the data's license names")],
                Folds = string.Create(CultureInfo.InvariantCulture, $"{request.ValidationShare:0.##} of the patches of each class left out; patches of one image are on both sides"),
                Loss = "cross entropy",
                Optimizer = $"ADAM (0.9, 0.999); {engine}",
                LearningRate = request.LearningRate,
                Seed = request.Seed,
                Steps = steps,
                Batch = request.Batch,
                Command = request.Command,
            },
            Metrics =
            [
                new MetricCard($"{split.Validation.Count} patches of {folder} left out", "they chose the epoch, so they are no test", new Dictionary<string, double>
                {
                    ["accuracy"] = Math.Round(accuracy, 4), ["accuracyOfTheMostFrequentClass"] = Math.Round(majority, 4),
                }),
            ],
            Limitations = ["Made to see with in a loss; as a land-cover classifier it is as good as its few patches."],
        };
    }
}
