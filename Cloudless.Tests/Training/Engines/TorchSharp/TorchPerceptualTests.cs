using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Networks;
using Cloudless.Training.Engines.TorchSharp;
using Cloudless.Training.Perceptual;
using TorchSharp;
using static TorchSharp.torch;

namespace Cloudless.Tests.Training.Engines.TorchSharp;

/// <summary>The perceptual term against its formula over features computed in float64.</summary>
[TestFixture]
internal sealed class TorchPerceptualTests
{
    private const int Side = 16;

    private readonly Vgg16Options _options = new() { Width = 1, Classes = 2 };
    private PerceptualNetwork _network = null!;

    [OneTimeSetUp]
    public void Make()
    {
        TorchEngines.Require(false);
        NetworkGraph graph = Vgg16.Build(_options);
        HeUniform.Initialize(graph, 2);
        _network = PerceptualNetwork.Of(graph, Vgg16Card.Of(_options, ["a", "b"], "v", "1", DateTimeOffset.UnixEpoch));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Term_is_the_mean_square_between_features_that_count(bool masked)
    {
        using var scope = NewDisposeScope();
        using var term = new TorchPerceptual(_network, CPU, ScalarType.Float32);
        (float[] made, float[] wanted) = (Image(1), Image(2));
        float[] use = [.. Enumerable.Range(0, Side * Side).Select(i => masked && i % Side < 5 ? 0f : 1f)];
        Tensor value = term.Compute(Upload(made), Upload(wanted), masked ? TorchArrays.ToTensor(use, CPU, 1, 1, Side, Side) : null);

        Block[] a = Features(made), b = Features(wanted);
        double expected = 0;
        for (int layer = 0; layer < a.Length; layer++)
        {
            // Of cells of 1, 2 and 4 pixels those count that hold no pixel of the first 5 columns.
            int side = Side >> layer, from = masked ? (5 + (1 << layer) - 1) >> layer : 0;
            double[] squares = [.. a[layer].Values.Zip(b[layer].Values, (x, y) => (x - y) * (x - y)).Where((_, i) => i % side >= from)];
            expected += squares.Average();
        }

        // Hundreds of products in float32 through seven layers.
        Assert.That(value.ToDouble(), Is.EqualTo(expected).Within(0.001).Percent);
    }

    [Test]
    public void Gradient_reaches_the_image_and_not_the_network()
    {
        using var scope = NewDisposeScope();
        using var term = new TorchPerceptual(_network, CPU, ScalarType.Float32);
        Tensor image = Upload(Image(1)).requires_grad_(true);
        Tensor gradient = autograd.grad([term.Compute(image, Upload(Image(2)), null)], [image])[0];
        Assert.That(gradient.abs().sum().ToSingle(), Is.GreaterThan(0));
        Assert.That(term.Compute(Upload(Image(1)), Upload(Image(2)), null).requires_grad, Is.False);
    }

    [Test]
    public void Same_image_costs_nothing()
    {
        using var scope = NewDisposeScope();
        using var term = new TorchPerceptual(_network, CPU, ScalarType.Float32);
        Assert.That(term.Compute(Upload(Image(1)), Upload(Image(1)), null).ToSingle(), Is.Zero);
    }

    private static float[] Image(ulong seed)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, 13 * Side * Side).Select(_ => (float)random.NextDouble(0, 10000))];
    }

    private static Tensor Upload(float[] image) => TorchArrays.ToTensor(image, CPU, 1, 13, Side, Side);

    private Block[] Features(float[] image) => SeriesReference.Run(_network.Features, new Block([1, 13, Side, Side], [.. image.Select(v => (double)v)]));
}
