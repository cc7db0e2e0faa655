using Cloudless.Training.Engines.TorchSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace Cloudless.Tests.Training.Engines.TorchSharp;

/// <summary>The loss of internal learning against its formula, value and gradient.</summary>
[TestFixture]
internal sealed class TorchSeriesLossTests
{
    private const int Dates = 2, Bands = 3, Pixels = 4;

    [OneTimeSetUp]
    public void Require() => TorchEngines.Require(false);

    [Test]
    public void Loss_and_gradient_are_those_of_the_formula()
    {
        using var scope = NewDisposeScope();
        var random = new SeededRandom(4);
        float[] made = [.. Enumerable.Range(0, Dates * Bands * Pixels).Select(_ => (float)random.NextDouble(0, 10000))];

        // Brighter than the network can paint: it is asked for 10000 there.
        float[] wanted = [.. made.Select(_ => (float)random.NextDouble(-100, 13000))];
        float[] use = [1, 0, 1, 1, 0, 1, 0, 0];
        Tensor prediction = TorchArrays.ToTensor(made, CPU, 1, Dates, Bands, 2, 2).requires_grad_(true);
        Tensor loss = TorchSeriesLoss.Compute(prediction, TorchArrays.ToTensor(wanted, CPU, 1, Dates, Bands, 2, 2), TorchArrays.ToTensor(use, CPU, 1, Dates, 1, 2, 2));
        float[] gradient = TorchArrays.ToArray(autograd.grad([loss], [prediction])[0]);

        double count = use.Sum() * Bands;
        double[] differences = [.. made.Select((p, i) => (p - Math.Clamp(wanted[i], 0, 10000)) / 10000 * use[(i / (Bands * Pixels) * Pixels) + (i % Pixels)])];
        Assert.Multiple(() =>
        {
            // A few float32 operations each.
            Assert.That(loss.ToSingle(), Is.EqualTo(differences.Sum(d => d * d) / count).Within(1e-6));
            Assert.That(gradient.Select(g => (double)g), Is.EqualTo(differences.Select(d => 2 * d / (10000 * count))).Within(1e-10));
        });
    }

    [Test]
    public void Nothing_clear_costs_nothing()
    {
        using var scope = NewDisposeScope();
        Assert.That(TorchSeriesLoss.Compute(ones([1, 1, 2, 2, 2]), zeros([1, 1, 2, 2, 2]), zeros([1, 1, 1, 2, 2])).ToSingle(), Is.Zero);
    }
}
