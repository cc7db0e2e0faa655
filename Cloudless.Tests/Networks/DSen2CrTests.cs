using Cloudless.Networks;

namespace Cloudless.Tests.Networks;

[TestFixture]
public class DSen2CrTests
{
    [TestCase(true, 18_947_341)]
    [TestCase(false, 18_942_733)]
    public void Published_size_has_the_published_number_of_parameters(bool sar, long expected)
    {
        NetworkGraph graph = DSen2Cr.Build(new DSen2CrOptions { Sar = sar });
        Assert.That(graph.ParameterCount, Is.EqualTo(expected));
    }

    [TestCase(16, 34)]
    [TestCase(4, 10)]
    [TestCase(0, 2)]
    public void Halo_is_two_per_block_and_two_for_head_and_tail(int blocks, int halo)
    {
        NetworkGraph graph = DSen2Cr.Build(new DSen2CrOptions { Features = 4, Blocks = blocks });
        Assert.That(graph.Halo, Is.EqualTo(halo));
    }

    [Test]
    public void He_uniform_keeps_to_its_limit_fills_it_and_leaves_biases_at_zero()
    {
        NetworkGraph graph = DSen2Cr.Build(new DSen2CrOptions { Features = 32, Blocks = 1 });
        HeUniform.Initialize(graph, 7);
        float[] weights = graph.Parameter("block00.conv1.weight").Values;
        double limit = Math.Sqrt(6.0 / (32 * 9));
        Assert.Multiple(() =>
        {
            Assert.That(weights.Max(Math.Abs), Is.LessThanOrEqualTo(limit).And.GreaterThan(0.99 * limit));
            // The variance of a uniform distribution is limit^2 / 3; 9216 samples hold it within 5 %.
            Assert.That(weights.Average(w => (double)w * w), Is.EqualTo(limit * limit / 3).Within(5).Percent);
            Assert.That(graph.Parameter("block00.conv1.bias").Values, Is.All.Zero);
        });
    }
}
