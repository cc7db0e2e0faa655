using Cloudless.Masks;
using Cloudless.MLNet;
using Cloudless.Tests.MLNet.Saving;
using Microsoft.ML;

namespace Cloudless.Tests.MLNet;

[TestFixture]
public class ProbabilityTests
{
    private static readonly CloudMaskTransformerOptions Options = new()
    {
        Detection = new()
        {
            Method = CloudMaskMethod.S2Cloudless,
            ModelPath = Masks.Detectors.Fixtures.Path("lightgbm-plain.txt"),
            S2Cloudless = new() { Resolution = 20, AverageOver = 1 },
            Output = CloudMaskOutput.Probability,
        },
    };

    private readonly MLContext _ml = new(seed: 1);

    [Test]
    public void S2cloudless_fills_the_column_with_probabilities_also_after_saving()
    {
        IDataView data = Pipelines.Data(_ml);
        using CloudMaskTransformer mask = _ml.Transforms.GenerateCloudMask(Options);
        float[][] optical = ChainTests.Column(data, "Optical"), found = ChainTests.Column(mask.Transform(data), "CloudMask");
        using var restored = (CloudMaskTransformer)_ml.Model.Restore(Pipelines.Reload(_ml, mask));
        float[] expected = new float[found[1].Length];
        CloudDetector.Compute(optical[1], 24, 30, Options.Detection, expected);
        Assert.Multiple(() =>
        {
            Assert.That(found[1], Is.EqualTo(expected).And.All.InRange(0f, 1f));
            Assert.That(restored.Options, Is.EqualTo(Options));
            Assert.That(ChainTests.Column(restored.Transform(data), "CloudMask"), Is.EqualTo(found));
        });
    }
}
