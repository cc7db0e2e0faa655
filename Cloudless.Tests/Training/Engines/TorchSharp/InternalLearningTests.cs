using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Temporal;
using Cloudless.Tests.Cli;
using Cloudless.Tests.Training.Temporal;
using Cloudless.Training.Engines;
using Cloudless.Training.Temporal;

namespace Cloudless.Tests.Training.Engines.TorchSharp;

/// <summary>Fits on a made series of 32 x 32 pixels whose ground is known under the clouds.</summary>
[TestFixture]
internal sealed class InternalLearningTests
{
    private static readonly InternalLearningOptions Options = new()
    {
        Network = new SequenceToSequenceOptions { Width = 4, Levels = 2, NoiseChannels = 4 }, Passes = 8, Iterations = 40, Patience = 3, HeldOutSide = 4, Seed = 3, KeepClear = false,
    };

    private static readonly EngineSettings Engine = new() { Engine = TrainingEngineKind.TorchCpu, Threads = 1 };

    [OneTimeSetUp]
    public void Require() => TorchEngines.Require(false);

    [Test]
    public void Clear_pixels_are_learned_and_clouds_are_not()
    {
        ImageSeries series = MadeSeries.Of(5, sar: true);
        var checks = new List<string>();
        InternalFit fit = new InternalLearning(Options, Engine, log: checks.Add).Fit(series, CancellationToken.None);
        (double clear, double covered) = Errors(fit.Result);
        Assert.Multiple(() =>
        {
            // The halves differ by 1600 DN, the clouds by 5000 and more from the ground.
            Assert.That(clear, Is.LessThan(400));
            Assert.That(covered, Is.LessThan(800));
            Assert.That(fit.Checks[fit.BestPass - 1].WithheldError, Is.EqualTo(fit.Checks.Min(c => c.WithheldError)));
            Assert.That(checks, Has.Count.EqualTo(fit.Checks.Count));
            Assert.That(fit.Result.Notes, Has.Some.Contains("Sentinel-1 drives").And.Some.Contains("withheld").And.Some.Contains("perceptual term is left out"));
        });
    }

    [Test]
    public void Without_a_mask_the_clouds_would_be_learned()
    {
        // The opposite of the test above: it is the mask that keeps the clouds out, not the network.
        ImageSeries made = MadeSeries.Of(5, sar: true), blind = ImageSeries.Of(made.Dates, made.Optical, [.. made.Masks.Select(m => new Raster<byte>(1, m.Height, m.Width))], made.Sar);
        InternalFit fit = new InternalLearning(Options with { HeldOutShare = 0 }, Engine).Fit(blind, CancellationToken.None);
        Assert.That(Errors(fit.Result).Covered, Is.GreaterThan(2000));
    }

    [Test]
    public void Same_seed_gives_the_same_bits_and_another_seed_others()
    {
        InternalLearningOptions brief = Options with { Passes = 1, Iterations = 5, UseSar = false };
        ImageSeries series = MadeSeries.Of(6);
        float[] Image(ulong seed) => new InternalLearning(brief with { Seed = seed }, Engine).Run(series, SeriesTarget.All, CancellationToken.None).Images[2].Optical.Data;
        (float[] first, float[] again) = (Image(1), Image(1));
        Assert.Multiple(() =>
        {
            Assert.That(again, Is.EqualTo(first));
            Assert.That(Image(2), Is.Not.EqualTo(first));
        });
    }

    [Test]
    public void Written_network_makes_the_same_images()
    {
        using var folder = new TemporaryFolder();
        ImageSeries series = MadeSeries.Of(3, sar: true);
        InternalFit fit = new InternalLearning(Options with { Passes = 2, Iterations = 5, Crop = 16 }, Engine).Fit(series, CancellationToken.None);
        OnnxWriter.Write(fit.Graph, fit.Card, folder["fit.onnx"]);
        (NetworkGraph graph, ModelCard? card) = OnnxReader.Read(folder["fit.onnx"]);
        var input = new Networks.Block(1, 3, 2, MadeSeries.Side, MadeSeries.Side);
        for (int d = 0; d < 3; d++)
        {
            (series.Sar![d] ?? series.Sar[0]!).Data.Select(v => (double)v).ToArray().CopyTo(input.Values, d * 2 * MadeSeries.Side * MadeSeries.Side);
        }

        double[] made = Networks.SeriesReference.Run(graph, input).Single().Values;
        Assert.Multiple(() =>
        {
            // DN of 0..10000 through a dozen layers of float32.
            Assert.That(fit.Result.Images.SelectMany(i => i.Optical.Data).Select(v => (double)v), Is.EqualTo(made).Within(0.5));
            Assert.That(card!.Training!.Steps, Is.EqualTo(10));
            Assert.That(card.Architecture.Name, Is.EqualTo("seq2seq"));
        });
    }

    [Test]
    public void One_day_is_given_where_one_is_wanted_and_a_day_that_is_not_there_is_refused()
    {
        ImageSeries series = MadeSeries.Of(3);
        var method = new InternalLearning(Options with { Passes = 1, Iterations = 1 }, Engine);
        Assert.Multiple(() =>
        {
            Assert.That(method.Run(series, new SeriesTarget(series.Dates[1]), CancellationToken.None).Images.Select(i => i.Date), Is.EqualTo(new[] { series.Dates[1] }));
            Assert.That(() => method.Run(series, new SeriesTarget(new DateOnly(2020, 2, 2)), CancellationToken.None), Throws.TypeOf<CloudlessException>().With.Message.Contains("2020-02-02"));
        });
    }

    [Test]
    public void Clear_pixels_keep_their_bits_unless_the_network_is_wanted_everywhere()
    {
        ImageSeries series = MadeSeries.Of(2);
        Raster<float> image = new InternalLearning(Options with { Passes = 1, Iterations = 1, KeepClear = true }, Engine).Run(series, SeriesTarget.All, CancellationToken.None).Images[0].Optical;
        Assert.Multiple(() =>
        {
            Assert.That(image[1, 2, 3], Is.EqualTo(MadeSeries.Ground(1, 0, 2, 3)));
            Assert.That(image[1, 10, 3], Is.Not.EqualTo(9000), "a cloud is there");
        });
    }

    [Test]
    public void One_single_date_is_fitted_too()
    {
        SeriesResult result = new InternalLearning(Options with { Passes = 1, Iterations = 2 }, Engine).Run(MadeSeries.Of(1), SeriesTarget.All, CancellationToken.None);
        Assert.That(result.Images.Single().Optical.Data, Is.All.InRange(0, 10000));
    }

    // Mean absolute error against the ground, DN.
    private static (double Clear, double Covered) Errors(SeriesResult result)
    {
        (double[] sums, int[] counts) = (new double[2], new int[2]);
        for (int d = 0; d < result.Images.Count; d++)
        {
            Raster<float> image = result.Images[d].Optical;
            for (int i = 0; i < image.Data.Length; i++)
            {
                (int band, int row, int column) = (i / image.PlaneLength, i % image.PlaneLength / MadeSeries.Side, i % MadeSeries.Side);
                int part = MadeSeries.IsCloud(d, row, column) ? 1 : 0;
                sums[part] += Math.Abs(image.Data[i] - MadeSeries.Ground(band, d, row, column));
                counts[part]++;
            }
        }

        return (sums[0] / counts[0], sums[1] / counts[1]);
    }
}
