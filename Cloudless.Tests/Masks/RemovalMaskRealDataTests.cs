using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Tests.Masks;

[TestFixture]
public class RemovalMaskRealDataTests
{
    [Test]
    public void Masks_are_empty_where_it_is_clear_and_leave_little_cloud_where_it_is_not()
    {
        IReadOnlyList<Triplet> triplets = Triplet.All();
        TestContext.Out.WriteLine("patch                     | mean weight: cloudy, clear date | mean |I-T| reflectance: left, repainted");
        Assert.Multiple(() =>
        {
            foreach (Triplet triplet in triplets)
            {
                Raster<float> cloudy = triplet.Cloudy(), clear = triplet.Clear();
                float[] weight = RemovalMask.Compute(cloudy).Data;
                double share = weight.Average(), clearShare = RemovalMask.Compute(clear).Data.Average();
                (double left, double repainted) = Differences(cloudy, clear, weight);
                TestContext.Out.WriteLine($"{triplet.Id,-25} | {share,6:P1} {clearShare,6:P1} | {left:F4} {repainted:F4}");
                switch (triplet.Id)
                {
                    case "1302" or "ROIs2017_winter_112_p797":
                        Assert.That(share, Is.Zero, triplet.Id);
                        break;
                    case "2729":
                        // Half a percent of real cloud, grown.
                        Assert.That(share, Is.InRange(0.005, 0.03), triplet.Id);
                        break;
                    default:
                        // Dates differ by about 0.05 where nothing is clouded; more would be cloud that was left.
                        Assert.That(left, Is.LessThan(0.065), triplet.Id);
                        Assert.That(repainted, Is.GreaterThan(left), triplet.Id);
                        break;
                }
            }
        });
    }

    private static (double Left, double Repainted) Differences(Raster<float> cloudy, Raster<float> clear, float[] weight)
    {
        double left = 0, repainted = 0, leftWeight = 0, weights = 0;
        for (int i = 0; i < cloudy.Data.Length; i++)
        {
            double w = weight[i % weight.Length], difference = Math.Abs(cloudy.Data[i] - clear.Data[i]) / 10_000;
            left += (1 - w) * difference;
            repainted += w * difference;
            leftWeight += 1 - w;
            weights += w;
        }

        return (leftWeight == 0 ? 0 : left / leftWeight, weights == 0 ? 0 : repainted / weights);
    }
}
