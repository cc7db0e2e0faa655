using Cloudless.Imagery;
using Cloudless.Training.Downstream;

namespace Cloudless.Tests.Training.Downstream;

[TestFixture]
public class StudyConditionsTests
{
    [Test]
    public void Flat_fill_is_the_mean_of_the_clear_pixels_by_the_weight_of_the_mask()
    {
        var cloudy = new Raster<float>(2, 1, 4, [100, 300, 8000, 9000, 10, 30, 800, 900]);
        Raster<float> Flat(params float[] weight) => StudyConditions.Flat(cloudy, new Raster<float>(1, 1, 4, weight));
        Assert.Multiple(() =>
        {
            Assert.That(Flat(0, 0, 1, 0.5f).Data, Is.EqualTo(new float[] { 100, 300, 200, 4600, 10, 30, 20, 460 }));
            Assert.That(Flat(1, 1, 1, 1).Data[..4], Is.All.EqualTo(4350), "nothing is clear: the mean of all");
        });
    }
}
