using Cloudless.Networks;
using Cloudless.Training.Engines;
using Cloudless.Training.Engines.TorchSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace Cloudless.Tests.Training.Engines.TorchSharp;

[TestFixture]
internal sealed class TorchDescentTests
{
    [Test]
    public void Steps_are_those_of_the_paper()
    {
        TorchEngines.Require(false);
        var b = new NetworkGraphBuilder();
        b.Output(b.Conv2d("y", b.Input("x", 1), 1, kernel: 1));
        NetworkGraph graph = b.Build();
        using var module = new GraphModule(graph, CPU, ScalarType.Float32);
        using var descent = new TorchDescent(module, 0.01);
        (double w, double m, double v) = (0, 0, 0);
        for (int step = 1; step <= 3; step++)
        {
            // (w - 3)^2, by hand and by TorchSharp.
            using var scope = NewDisposeScope();
            descent.Step(module["y.weight"].sub(3).square().sum().add(module["y.bias"].sum().mul(0)));
            double gradient = 2 * (w - 3);
            m = (0.9 * m) + (0.1 * gradient);
            v = (0.999 * v) + (0.001 * gradient * gradient);
            w -= 0.01 * (m / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(v / (1 - Math.Pow(0.999, step))) + 1e-8);
            Assert.That(module["y.weight"].sum().ToSingle(), Is.EqualTo(w).Within(1e-6));
        }

        using Tensor broken = module["y.weight"].mul(double.NaN).sum();
        Assert.That(() => descent.Step(broken), Throws.TypeOf<TrainingDivergedException>().With.Message.Contains("step 4"));
        Assert.That(module["y.weight"].sum().ToSingle(), Is.EqualTo(w).Within(1e-6), "a loss that is no number changes nothing");
    }
}
