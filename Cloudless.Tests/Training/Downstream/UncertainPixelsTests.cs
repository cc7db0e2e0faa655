using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Downstream;

namespace Cloudless.Tests.Training.Downstream;

[TestFixture]
public class UncertainPixelsTests
{
    [Test]
    public void Masked_pixels_get_the_mean_of_the_others()
    {
        var image = new Raster<float>(2, 1, 4, [1, 2, 3, 100, 10, 20, 30, 0]);
        Raster<float> masked = UncertainPixels.Mask(image, [3]);
        Assert.That(masked.Data, Is.EqualTo(new float[] { 1, 2, 3, 2, 10, 20, 30, 20 }));
        Assert.That(UncertainPixels.Mask(image, [0, 1, 2, 3]).Data, Is.EqualTo(image.Data), "nothing is left to take a mean of");
    }

    [Test]
    public void Painted_pixels_of_the_largest_deviations_are_the_least_sure()
    {
        float[] deviation = [900, 10, 50, 30, 70, 20, 60, 40];
        int[] painted = [1, 2, 3, 4, 5, 6, 7];
        (HashSet<int> unsure, HashSet<int> drawn) = UncertainPixels.Choose(deviation, painted, 0.45);
        Assert.Multiple(() =>
        {
            Assert.That(unsure, Is.EquivalentTo([2, 4, 6]), "3.15 of 7 pixels; the first is not painted");
            Assert.That(drawn, Has.Count.EqualTo(3).And.SubsetOf(painted).And.Not.EquivalentTo(unsure));
        });
    }

    [Test]
    public void Model_that_tells_its_uncertainty_gives_two_conditions_more()
    {
        using var folder = new StudyFolder();
        var options = new UnCRtainTSOptions { Features = 8, Blocks = 1, Sar = false };
        NetworkGraph graph = UnCRtainTS.Build(options);
        HeUniform.Initialize(graph, 1);
        CloudRemovalModel.Create(graph, WindowedCards.Of(options, 32, "unsure", "0", DateTimeOffset.UnixEpoch)).Save(folder["unsure.onnx"]);
        using OnnxClassifier classifier = OnnxClassifier.Load(folder.Classifier, threads: 1);
        StudyRequest request = new()
        {
            Removals = [folder["unsure.onnx"]], Data = folder.Data, Groups = folder.Groups, Draws = 1, Window = 16, Statistics = new StudyStatistics { Resamples = 10 }, Pictures = 0, MaskShare = 0.3,
        };
        string[] Conditions(StudyRequest of) => [.. StudyRun.Run(of, classifier).Table("patches").Rows.Select(r => (string)r[4]).Distinct()];
        Assert.Multiple(() =>
        {
            Assert.That(Conditions(request)[^2..], Is.EqualTo(["unsure: composite, 30 % least sure masked", "unsure: composite, 30 % masked at random"]));
            Assert.That(Conditions(request with { MaskShare = 0 })[^1], Is.EqualTo("unsure: network"));
        });
    }
}
