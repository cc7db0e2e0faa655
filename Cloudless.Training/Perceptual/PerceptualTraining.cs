using System.Globalization;
using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Downstream.Classifiers;
using Cloudless.Training.Downstream.Labels;
using Cloudless.Training.Engines;
using Cloudless.Training.Engines.TorchSharp;
using Cloudless.Training.Runs;

namespace Cloudless.Training.Perceptual;

/// <summary>Trains a <see cref="Vgg16"/> of 13 bands to tell land cover apart (Schmitt and Wu 2021, as SEN12MS-CR-TS does it) and writes it for <see cref="PerceptualNetwork"/>. Needs TorchSharp.</summary>
public static class PerceptualTraining
{
    // Below half of the pixels no class is the patch's.
    private const double LeastShare = 0.5;

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
        LabeledPatches data = LabeledPatches.Open(request.DataFolder, new LabelOptions { LeastShare = LeastShare }, request.Crop);
        PatchSplit split = PatchSplit.Of(data.Patches, PatchSplitRule.Patch, request.Course.ValidationShare, request.Course.Seed + 1);
        var size = new Vgg16Options { Width = request.Width, Classes = data.Classes.Count };
        NetworkGraph graph = Vgg16.Build(size);
        HeUniform.Initialize(graph, request.Course.Seed);
        using IPatchClassifier classifier = TorchRuntime.CreateClassifier(graph, cuda, request.Engine, request.Course.LearningRate, request.Course.WeightDecay);
        note?.Invoke(string.Create(CultureInfo.InvariantCulture,
            $"{split.Trained.Count} patches of {data.Classes.Count} classes to learn from, {split.Validation.Count} to judge by; {graph.ParameterCount:N0} parameters; {classifier.Name}"));
        CourseResult result = new ClassifierCourse(data, split, graph, classifier, Sentinel2Band.All, request.Course) { Passed = e => note?.Invoke(e.ToString()) }.Run(cancellation);
        double majority = ClassifierCourse.Majority(data, split);
        ModelCard card = Card(request, data, split, size, result, majority, classifier.Name);
        OnnxWriter.Write(graph, card, request.Output, request.Overwrite);
        return new PerceptualOutcome(
            request.Output, data.Classes, split.Trained.Count, split.Validation.Count, result.Epochs, result.Best.Epoch, result.Best.Score.Accuracy, majority);
    }

    private static ModelCard Card(
        PerceptualRequest request, LabeledPatches data, PatchSplit split, Vgg16Options size, CourseResult result, double majority, string engine)
    {
        return Vgg16Card.Of(size, data.Classes, request.Name ?? Path.GetFileNameWithoutExtension(request.Output), "1.0.0", DateTimeOffset.UtcNow) with
        {
            Training = CourseCard.Training(request.DataFolder, data, split, request.Course, result.Best, engine, request.Command),
            Metrics =
            [
                new MetricCard($"{split.Validation.Count} patches of {CourseCard.Folder(request.DataFolder)} left out", "they chose the epoch, so they are no test", new Dictionary<string, double>
                {
                    ["accuracy"] = Math.Round(result.Best.Score.Accuracy, 4), ["accuracyOfTheMostFrequentClass"] = Math.Round(majority, 4),
                }),
            ],
            Limitations = ["Made to see with in a loss; as a land-cover classifier it is as good as its few patches."],
        };
    }
}
