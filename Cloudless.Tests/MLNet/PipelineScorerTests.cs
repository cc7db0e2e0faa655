using Cloudless.Imagery;
using Cloudless.Tests.Training.Downstream;
using Cloudless.Training.Downstream;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.Tests.MLNet;

/// <summary>A pipeline of ML.NET as the classifier of a downstream study, as docs/downstream.md shows it.</summary>
[TestFixture]
public class PipelineScorerTests
{
    [Test]
    public void Pipeline_stands_in_the_classifiers_place()
    {
        var ml = new MLContext(seed: 1);
        Row[] rows = [.. Enumerable.Range(0, 40).Select(i => new Row { Features = i % 2 == 0 ? [2 + (0.01f * i), 0.7f] : [0.7f, 2 + (0.01f * i)], Class = i % 2 == 0 ? "bare" : "green" })];
        ITransformer pipeline = ml.Transforms.Conversion.MapValueToKey("Label", nameof(Row.Class)).Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy()).Fit(ml.Data.LoadFromEnumerable(rows));
        using var folder = new StudyFolder();
        using var scorer = new PipelineScorer(ml, pipeline, ["bare", "green"]);
        StudyReport report = StudyRun.Run(
            new StudyRequest { Removals = [folder.Removal], Data = folder.Data, Groups = folder.Groups, Window = 16, Draws = 1, Statistics = new StudyStatistics { Resamples = 10 }, Pictures = 0 }, scorer);
        Assert.That(((Figure)report.Table("overall").Rows[0][3]).Value, Is.EqualTo(1), "clear");
        Assert.That(report.Tables.Select(t => t.Name), Has.No.Member("attention"), "a pipeline has no maps");
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public string Class { get; set; } = "";

        public static Row Of(Raster<float> patch) => new() { Features = [Mean(patch, 3), Mean(patch, 7)] };

        private static float Mean(Raster<float> patch, int band) => patch.Channel(band).ToArray().Average() / 1000;
    }

    private sealed class Told
    {
        public float[] Score { get; set; } = [];
    }

    private sealed class PipelineScorer(MLContext ml, ITransformer pipeline, string[] classes) : IPatchScorer
    {
        public string Name => "my pipeline";

        public string? Sha256 => null;

        public IReadOnlyList<string> Classes => classes;

        public IReadOnlyList<Sentinel2Band> Bands => Sentinel2Band.All;

        public int? Side => null;

        public IReadOnlyList<ScoredPatch> Score(IReadOnlyList<Raster<float>> patches)
        {
            IDataView rows = ml.Data.LoadFromEnumerable(patches.Select(Row.Of));
            return [.. ml.Data.CreateEnumerable<Told>(pipeline.Transform(rows), reuseRowObject: false).Select(t => new ScoredPatch([.. t.Score.Select(share => MathF.Log(share))]))];
        }

        public void Dispose()
        {
        }
    }
}
