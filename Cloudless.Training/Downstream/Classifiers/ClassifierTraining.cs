using System.Globalization;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Downstream.Labels;
using Cloudless.Training.Engines;
using Cloudless.Training.Engines.TorchSharp;
using Cloudless.Training.Import;
using Cloudless.Training.Logs;
using Cloudless.Training.Runs;

namespace Cloudless.Training.Downstream.Classifiers;

/// <summary>Trains a <see cref="ResNet50"/> to tell land cover apart, as the study of cloud removal downstream does, and writes it with its <see cref="ClassifierCard"/>. Needs TorchSharp.</summary>
public static class ClassifierTraining
{
    /// <summary>Name of the network's family in its card.</summary>
    public const string Architecture = "resnet50";

    /// <summary>Reads and trains. The model file is written, whole or not at all, whenever a pass is the best so far, so a training that is broken off leaves its best network.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="note">Told how far it is; null for silence.</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    /// <exception cref="ArgumentException">A value of the request is out of range.</exception>
    /// <exception cref="CloudlessException">TorchSharp cannot be had here, the labels or the weights do not fit, or the training diverged.</exception>
    /// <exception cref="OutputExistsException">An output exists and must not be replaced.</exception>
    public static ClassifierOutcome Execute(ClassifierRequest request, Action<string>? note, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        OutputFiles.RequireFree([request.Output, request.LogFile], request.Overwrite);
        bool cuda = TorchDevice.ChooseCuda(request.Engine, "The classifier is trained with TorchSharp");
        LabeledPatches data = LabeledPatches.Open(request.DataFolder, request.Labels, request.Crop, request.Classes);
        PatchSplit split = PatchSplit.Of(data.Patches, request.Split, request.Course.ValidationShare, request.Course.Seed + 1);
        (NetworkGraph graph, string? transferred) = Network(request, data, split);
        using IPatchClassifier classifier = TorchRuntime.CreateClassifier(graph, cuda, request.Engine, request.Course.LearningRate, request.Course.WeightDecay);
        note?.Invoke(string.Create(CultureInfo.InvariantCulture,
            $"{split.Trained.Count} patches of {data.Classes.Count} classes to learn from, {split.Validation.Count} to judge by ({split.Rule}), {data.Unlabeled} without a label; {graph.ParameterCount:N0} parameters; {classifier.Name}"));
        note?.Invoke(Counts(data, split));
        if (transferred is not null)
        {
            note?.Invoke(transferred);
        }

        double majority = ClassifierCourse.Majority(data, split);
        bool replace = request.Overwrite;
        Write(request.LogFile, "epoch,steps,crossEntropy,accuracy,macroF1,seconds\n", File.WriteAllText);
        CourseResult result = new ClassifierCourse(data, split, graph, classifier, request.Bands, request.Course)
        {
            Passed = e =>
            {
                note?.Invoke(e.ToString());
                Write(request.LogFile, string.Create(CultureInfo.InvariantCulture,
                    $"{e.Epoch},{e.Steps},{e.Loss:0.######},{e.Score.Accuracy:0.######},{e.Score.MacroF1:0.######},{e.Elapsed.TotalSeconds:0.#}\n"), File.AppendAllText);
            },
            Improved = e =>
            {
                OnnxWriter.Write(graph, Card(request, data, split, e, majority, classifier.Name, transferred), request.Output, replace);
                replace = true;
            },
        }.Run(cancellation);
        return new ClassifierOutcome(
            request.Output, request.LogFile, data.Classes, split.Trained.Count, split.Validation.Count, result.Epochs, result.Best.Epoch, result.Best.Score, majority);
    }

    private static (NetworkGraph Graph, string? Transferred) Network(ClassifierRequest request, LabeledPatches data, PatchSplit split)
    {
        (float[] means, float[] deviations) = BandStatistics.Of(request.Bands, data, split.Trained);
        NetworkGraph graph = ResNet50.Build(new ResNet50Options { Width = request.Width, Bands = request.Bands, Classes = data.Classes.Count, Means = means, Deviations = deviations });
        HeUniform.Initialize(graph, request.Course.Seed);
        return (graph, request.Weights is { } weights ? ResNet50Weights.Load(graph, request.Bands, weights) : null);
    }

    private static ClassifierCard Card(ClassifierRequest request, LabeledPatches data, PatchSplit split, ClassifierEpoch best, double majority, string engine, string? transferred)
    {
        return new ClassifierCard
        {
            Architecture = Architecture,
            Bands = [.. request.Bands.Select(b => b.Id)],
            Classes = data.Classes,
            CropSide = request.Crop,
            Scheme = data.Scheme?.Title,
            ClassifierWeight = ResNet50.ClassWeight,
            TrainingData = $"{CourseCard.Data(request.DataFolder, data, split)}; {split.Rule}",
            License = request.License,
            Seed = request.Course.Seed,
            Training = CourseCard.Training(request.DataFolder, data, split, request.Course, best, transferred is null ? engine : $"{engine}; {transferred}", request.Command),
            Metrics = new Dictionary<string, double>
            {
                ["validationPatches"] = split.Validation.Count,
                ["accuracy"] = Math.Round(best.Score.Accuracy, 4),
                ["macroF1"] = Math.Round(best.Score.MacroF1, 4),
                ["accuracyOfTheMostFrequentClass"] = Math.Round(majority, 4),
            },
        };
    }

    private static string Counts(LabeledPatches data, PatchSplit split) => "patches to learn from and to judge by: " + string.Join(", ", data.Classes.Select((name, k) =>
        $"{name} {split.Trained.Count(i => data.Patches[i].Class == k)}+{split.Validation.Count(i => data.Patches[i].Class == k)}"));

    private static void Write(string path, string text, Action<string, string> write) => LogFiles.Try(path, () =>
    {
        write(path, text);
        return true;
    });
}
