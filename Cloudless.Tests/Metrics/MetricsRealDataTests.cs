using System.Globalization;
using Cloudless.Imagery;
using Cloudless.Metrics;

namespace Cloudless.Tests.Metrics;

/// <summary>Against figures of independent programs for the cloudy input as prediction ("do nothing"); none of them clips.</summary>
[TestFixture]
public class MetricsRealDataTests
{
    // Half a unit of the last digit given.
    [TestCase("ROIs1970_fall_139_p839", 0.108734, 0.159291, 15.9562, 15.2723, 0.59613)]
    [TestCase("ROIs2017_winter_112_p797", 0.070473, 0.095491, 20.4007, 21.3934, 0.72876)]
    public void Georeferenced_triplets_have_the_reference_values(string id, double mae, double rmse, double psnr, double sam, double ssim)
    {
        var triplet = new Triplet("sen12mscr_georeferenced", id, "", 0);
        ImageMetrics all = MetricsCalculator.Compute(triplet.Cloudy(), triplet.Clear()).All!;
        Assert.Multiple(() =>
        {
            Assert.That(all.Mae, Is.EqualTo(mae).Within(0.5e-6));
            Assert.That(all.Rmse, Is.EqualTo(rmse).Within(0.5e-6));
            Assert.That(all.Psnr, Is.EqualTo(psnr).Within(0.5e-4));
            Assert.That(all.SamDegrees, Is.EqualTo(sam).Within(0.5e-4));
            Assert.That(all.Ssim, Is.EqualTo(ssim).Within(0.5e-5));
        });
    }

    [TestCase("sen12mscr_triplets", 9)]
    [TestCase("sen12mscr_pairs_nosar", 5)]
    public void Cloudy_inputs_have_the_metrics_of_the_summary(string set, int firstColumn)
    {
        string folder = TestData.Require(set);
        Assert.Multiple(() =>
        {
            foreach (string[] row in File.ReadLines(Path.Combine(folder, "summary.csv")).Skip(1).Select(l => l.Split(',')))
            {
                double[] expected = [.. row.Skip(firstColumn).Take(4).Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
                Raster<float> cloudy = RealImages.Read<float>(Path.Combine(folder, $"{row[0]}_s2_cloudy.tif"));
                Raster<float> clear = RealImages.Read<float>(Path.Combine(folder, $"{row[0]}_s2_clear.tif"));
                ImageMetrics all = MetricsCalculator.Compute(cloudy, clear, ssim: false).All!;
                // Five decimals are given; a hair more than half a unit, for values that lie on the edge of rounding.
                Assert.That(new[] { all.Mae, all.Rmse, all.Psnr, all.SamDegrees }, Is.EqualTo(expected).Within(0.51e-5), row[0]);
            }
        });
    }
}
