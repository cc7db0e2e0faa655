using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Training.Datasets.Arrays;

namespace Cloudless.Tests.Masks;

/// <summary>Against masks, scores and counts that the reference detector and an independent program made of real images.</summary>
[TestFixture]
public class CloudShadowMaskRealDataTests
{
    [Test]
    public void All_triplets_get_the_expected_classes()
    {
        IReadOnlyList<Triplet> triplets = Triplet.All();
        Assert.Multiple(() =>
        {
            foreach (Triplet triplet in triplets)
            {
                Agree(triplet.Id, triplet.Cloudy(), triplet.ExpectedMask());
            }
        });
    }

    [Test]
    public void All_dates_of_a_year_get_the_expected_classes()
    {
        string folder = TestData.Require("sen12mscrts_30dates");
        string[] images = [.. Directory.GetFiles(folder, "*_s2l1c.tif").Order()];
        Assert.That(images, Has.Length.EqualTo(30));
        Assert.Multiple(() =>
        {
            foreach (string image in images)
            {
                string mask = Path.Combine(folder, "masks_dsen2cr", Path.GetFileName(image).Replace("_s2l1c", "", StringComparison.Ordinal));
                Agree(Path.GetFileName(image), RealImages.Read<float>(image), RealImages.Read<byte>(mask));
            }
        });
    }

    [TestCase("sen12mscr_triplets", "4287")]
    [TestCase("sen12mscr_georeferenced", "ROIs1970_fall_139_p839")]
    [TestCase("sen12mscr_georeferenced", "ROIs2017_winter_112_p797")]
    public void Cloud_score_is_within_a_hundred_thousandth(string set, string id)
    {
        var triplet = new Triplet(set, id, "", 0);
        double[] expected = NpyFile.Read(triplet.PathOf("expected_dsen2cr_cloudscore.npy")).Values;
        Raster<float> cloudy = triplet.Cloudy();
        var score = new float[cloudy.PlaneLength];
        CloudScore.Compute(cloudy.Data, cloudy.Height, cloudy.Width, new CloudMaskOptions(), score);
        double worst = expected.Zip(score, (e, s) => Math.Abs(e - s)).Max();
        TestContext.Out.WriteLine($"{id}: largest difference {worst:E2}");
        Assert.That(worst, Is.LessThan(1e-5));
    }

    // Counts and thresholds of an independent program; it summed in another order, hence a few pixels of slack.
    [TestCase("ROIs1970_fall_139_p839", CirrusConstants.DSen2Cr, 36_727, 24_278, 0.226230, 0.205668)]
    [TestCase("ROIs1970_fall_139_p839", CirrusConstants.UnCRtainTs, 1_649, 28_214, 0.226230, 0.205668)]
    [TestCase("ROIs2017_winter_112_p797", CirrusConstants.DSen2Cr, 0, 6_836, 0.058621, 0.099268)]
    [TestCase("ROIs2017_winter_112_p797", CirrusConstants.UnCRtainTs, 0, 6_836, 0.058621, 0.099268)]
    public void Cloudy_patches_have_the_counts_of_the_facts(
        string id, CirrusConstants cirrus, int cloud, int shadow, double csiThreshold, double blueThreshold)
    {
        Raster<float> cloudy = new Triplet("sen12mscr_georeferenced", id, "", 0).Cloudy();
        Raster<byte> mask = CloudShadowMask.Compute(cloudy, new CloudMaskOptions { Cirrus = cirrus });
        var statistics = new ShadowStatistics();
        statistics.Add(cloudy.Data, cloudy.Height, cloudy.Width, skipNoData: false);
        Assert.Multiple(() =>
        {
            Assert.That(mask.Data.Count(c => c == PixelClass.Cloud), Is.EqualTo(cloud).Within(3));
            Assert.That(mask.Data.Count(c => c == PixelClass.Shadow), Is.EqualTo(shadow).Within(3));
            Assert.That(statistics.CsiThreshold / 10_000, Is.EqualTo(csiThreshold).Within(1e-6));
            Assert.That(statistics.BlueThreshold / 10_000, Is.EqualTo(blueThreshold).Within(1e-6));
        });
    }

    [TestCase("ROIs1970_fall_139_p839", 0, 3_548)]
    [TestCase("ROIs2017_winter_112_p797", 0, 8_471)]
    public void Clear_patches_have_the_shadow_that_a_relative_test_always_finds(string id, int cloud, int shadow)
    {
        Raster<byte> mask = CloudShadowMask.Compute(new Triplet("sen12mscr_georeferenced", id, "", 0).Clear());
        Assert.Multiple(() =>
        {
            Assert.That(mask.Data.Count(c => c == PixelClass.Cloud), Is.EqualTo(cloud).Within(3));
            Assert.That(mask.Data.Count(c => c == PixelClass.Shadow), Is.EqualTo(shadow).Within(3));
        });
    }

    private static void Agree(string name, Raster<float> optical, Raster<byte> expected)
    {
        Raster<byte> found = CloudShadowMask.Compute(optical);
        int different = found.Data.Zip(expected.Data, (a, b) => a != b ? 1 : 0).Sum();
        TestContext.Out.WriteLine($"{name}: {different} of {found.Data.Length} pixels differ");
        Assert.That(different, Is.LessThanOrEqualTo(found.Data.Length / 1000), name);
    }
}
