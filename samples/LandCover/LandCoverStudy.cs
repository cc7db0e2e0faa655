using Cloudless.MLNet;
using Cloudless.Samples.LandCover.Patches;
using Cloudless.Samples.LandCover.Scenes;
using Cloudless.Samples.LandCover.Scoring;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.Samples.LandCover;

/// <summary>Learns land cover from clear patches, and tells how much of it clouds hide and cloud removal brings back.</summary>
internal static class LandCoverStudy
{
    /// <summary>Runs the study and prints its tables.</summary>
    /// <returns>The scores of the clear, the cloudy and the cloud-removed version.</returns>
    public static IReadOnlyList<ClassScores> Run(SceneSet set, TextWriter output)
    {
        var mlContext = new MLContext(seed: 1);
        IReadOnlyList<LabeledPatch> patches = PatchCutter.Cut(RemoveClouds(mlContext, set.Folder), set);
        LabeledPatch[] training = [.. patches.Where(p => p.Use == PatchUse.Training)], heldOut = [.. patches.Where(p => p.Use == PatchUse.HeldOut)];
        ITransformer classifier = Train(mlContext, Rows(mlContext, training, p => p.Clear));
        ClassScores[] scores =
        [
            Score(mlContext, classifier, "clear", Rows(mlContext, heldOut, p => p.Clear)),
            Score(mlContext, classifier, "cloudy", Rows(mlContext, heldOut, p => p.Cloudy)),
            Score(mlContext, classifier, "clouds removed", Rows(mlContext, heldOut, p => p.CloudFree)),
        ];
        output.WriteLine($"Data: {set.Description}.");
        output.WriteLine(FormattableString.Invariant(
            $"{training.Length} clear patches of {set.PatchSize} x {set.PatchSize} pixels learned from, {heldOut.Length} held out; clouds cover {heldOut.Average(p => p.Covered):P0} of those, {heldOut.Count(p => p.Covered > 0.5)} by more than half."));
        output.WriteLine();
        output.WriteLine(ScoreTable.Figures(scores));
        output.WriteLine(ScoreTable.ByCover(scores, [.. heldOut.Select(p => p.Covered)]));
        output.WriteLine(ScoreTable.Confusion(scores));
        return scores;
    }

    private static IEnumerable<SceneRow> RemoveClouds(MLContext mlContext, string folder)
    {
        IDataView scenes = mlContext.Data.LoadFromRasters(folder);
        using TransformerChain<CloudRemovalTransformer> pipeline = new SarOpticalStackTransformer().Append(new CloudRemovalTransformer()).Fit(scenes);
        foreach (SceneRow scene in mlContext.Data.CreateEnumerable<SceneRow>(pipeline.Transform(scenes), reuseRowObject: true))
        {
            yield return scene;
        }
    }

    private static ITransformer Train(MLContext mlContext, IDataView patches) => mlContext.Transforms.Conversion.MapValueToKey("LabelKey", nameof(PatchRow.Label))
        .Append(mlContext.Transforms.CustomMapping(new BandStatistics().GetMapping(), BandStatistics.ContractName))
        .Append(mlContext.Transforms.NormalizeMeanVariance(nameof(BandStatistics.Output.Features), fixZero: false))
        .Append(mlContext.MulticlassClassification.Trainers.LbfgsMaximumEntropy("LabelKey", nameof(BandStatistics.Output.Features), l1Regularization: 0, l2Regularization: 0.1f))
        .Fit(patches);

    private static ClassScores Score(MLContext mlContext, ITransformer classifier, string version, IDataView patches)
    {
        IDataView predicted = classifier.Transform(patches);
        VBuffer<ReadOnlyMemory<char>> names = default;
        predicted.Schema["LabelKey"].GetKeyValues(ref names);
        bool[] correct = [.. predicted.GetColumn<uint>("LabelKey").Zip(predicted.GetColumn<uint>("PredictedLabel"), (truth, told) => truth == told)];
        return new ClassScores(
            version, [.. names.DenseValues().Select(n => n.ToString())], mlContext.MulticlassClassification.Evaluate(predicted, "LabelKey").ConfusionMatrix.Counts, correct);
    }

    private static IDataView Rows(MLContext mlContext, IEnumerable<LabeledPatch> patches, Func<LabeledPatch, float[]> version) =>
        mlContext.Data.LoadFromEnumerable(patches.Select(p => LabeledPatch.Row(p.Label, version(p))));
}
