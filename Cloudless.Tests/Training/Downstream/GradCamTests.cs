using Cloudless.Imagery;
using Cloudless.Training.Downstream;

namespace Cloudless.Tests.Training.Downstream;

[TestFixture]
public class GradCamTests
{
    [Test]
    public void Closed_form_is_the_map_of_numeric_derivatives()
    {
        ScoredPatch scored = Scored(seed: 1, classes: 3, channels: 4);
        Raster<float> maps = scored.Features!;

        // As published: derivatives of the logit by each pixel of a map, averaged over it, weigh the map; here the mean over the image makes all of a map's equal.
        const int Of = 2;
        double[] alpha = new double[4];
        for (int c = 0; c < 4; c++)
        {
            for (int i = 0; i < maps.PlaneLength; i++)
            {
                float kept = maps.Channel(c)[i];
                maps.Channel(c)[i] = kept + 0.5f;
                double up = Logit(scored, Of);
                maps.Channel(c)[i] = kept - 0.5f;
                alpha[c] += (up - Logit(scored, Of)) / maps.PlaneLength;
                maps.Channel(c)[i] = kept;
            }
        }

        Raster<float> map = GradCam.Map(scored, Of)!;
        for (int i = 0; i < map.PlaneLength; i++)
        {
            double expected = Math.Max(0, Enumerable.Range(0, 4).Sum(c => alpha[c] * maps.Channel(c)[i])) * maps.PlaneLength;
            Assert.That(map.Data[i], Is.EqualTo(expected).Within(1e-4), "the derivative's divisor, the pixels, is left out");
        }
    }

    [Test]
    public void Map_grows_by_lines_between_centers()
    {
        Raster<float> large = GradCam.Upsample(new Raster<float>(1, 1, 2, [0, 8]), 2, 8);
        Assert.That(large.Data, Is.EqualTo(new float[] { 0, 0, 1, 3, 5, 7, 8, 8, 0, 0, 1, 3, 5, 7, 8, 8 }));
    }

    [Test]
    public void Without_maps_nothing_is_said_and_weights_that_do_not_fit_are_refused()
    {
        ScoredPatch scored = Scored(1, 3, 4);
        Assert.That(GradCam.Map(scored with { Features = null }, 0), Is.Null);
        Assert.That(GradCam.Map(scored with { Features = new Raster<float>(4, 1, 1) }, 0), Is.Null, "a single pixel is no place");
        Assert.That(() => GradCam.Map(scored with { ClassWeights = [1, 2] }, 0), Throws.TypeOf<ModelContractException>().With.Message.Contains("4 feature maps for 3 classes"));
    }

    [Test]
    public void Group_of_classes_has_the_sum_of_their_beliefs_and_the_derivative_of_its_logit()
    {
        ScoredPatch scored = Scored(7, 3, 2);
        using var scorer = new GroupedScorer(new Fixed(scored), new ClassGroups(new Dictionary<string, string> { ["1"] = "one or two", ["2"] = "one or two" }));
        ScoredPatch grouped = scorer.Score([scored.Features!])[0];
        double all = scored.Logits.Sum(l => Math.Exp(l));
        Assert.Multiple(() =>
        {
            Assert.That(scorer.Classes, Is.EqualTo(["0", "one or two"]));
            Assert.That(Math.Exp(Belief.LogProbability(grouped.Logits, 1)), Is.EqualTo((Math.Exp(scored.Logits[1]) + Math.Exp(scored.Logits[2])) / all).Within(1e-6));
            double share = Math.Exp(scored.Logits[1]) / (Math.Exp(scored.Logits[1]) + Math.Exp(scored.Logits[2]));
            Assert.That(grouped.ClassWeights![2], Is.EqualTo((share * scored.ClassWeights![2]) + ((1 - share) * scored.ClassWeights[4])).Within(1e-5));
        });
    }

    private static ScoredPatch Scored(ulong seed, int classes, int channels)
    {
        var random = new SeededRandom(seed);
        var maps = new Raster<float>(channels, 3, 5);
        foreach (ref float value in maps.Data.AsSpan())
        {
            value = (float)random.NextDouble(0, 2);
        }

        float[] weights = [.. Enumerable.Range(0, classes * channels).Select(_ => (float)random.NextDouble(-1, 1))];
        var scored = new ScoredPatch(new float[classes]) { Features = maps, ClassWeights = weights };
        return scored with { Logits = [.. Enumerable.Range(0, classes).Select(k => (float)Logit(scored, k))] };
    }

    private static double Logit(ScoredPatch scored, int of) => Enumerable.Range(0, scored.Features!.Channels).Sum(c =>
        scored.ClassWeights![(of * scored.Features.Channels) + c] * scored.Features.Channel(c).ToArray().Average(v => (double)v));

    private sealed class Fixed(ScoredPatch said) : IPatchScorer
    {
        public string Name => "fixed";

        public string? Sha256 => null;

        public IReadOnlyList<string> Classes { get; } = [.. said.Logits.Select((_, k) => $"{k}")];

        public IReadOnlyList<Sentinel2Band> Bands => Sentinel2Band.All;

        public int? Side => null;

        public IReadOnlyList<ScoredPatch> Score(IReadOnlyList<Raster<float>> patches) => [.. patches.Select(_ => said)];

        public void Dispose()
        {
        }
    }
}
