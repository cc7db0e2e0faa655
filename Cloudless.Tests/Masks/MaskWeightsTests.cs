using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Tests.Masks;

[TestFixture]
public class MaskWeightsTests
{
    private const int Side = 41, Middle = (20 * Side) + 20;

    private static readonly RemovalMaskOptions Options = new() { Dilation = 5, Feather = 4 };

    [Test]
    public void A_covered_pixel_is_grown_by_the_dilation_with_a_ramp_inside()
    {
        float[] mask = new float[Side * Side];
        mask[Middle] = PixelClass.Cloud;
        float[] weight = Compute(mask, MaskValues.Class);
        for (int p = 0; p < weight.Length; p++)
        {
            double distance = double.Hypot((p / Side) - 20, (p % Side) - 20);
            // The grown disc reaches 5 pixels; its ramp counts from the first pixel outside of it.
            Assert.That(weight[p], distance > 5 ? Is.Zero : Is.GreaterThan(0));
            Assert.That(weight[p], distance <= 1 ? Is.EqualTo(1) : Is.LessThanOrEqualTo(1));
        }
    }

    [Test]
    public void Shadow_is_covered_and_nodata_is_not()
    {
        float[] shadow = new float[Side * Side], noData = new float[Side * Side];
        shadow[Middle] = PixelClass.Shadow;
        noData[Middle] = PixelClass.NoData;
        Assert.Multiple(() =>
        {
            Assert.That(Compute(shadow, MaskValues.Class)[Middle], Is.EqualTo(1));
            Assert.That(Compute(noData, MaskValues.Class), Is.All.Zero);
        });
    }

    [Test]
    public void A_score_is_covered_from_the_threshold_on()
    {
        float[] mask = new float[Side * Side];
        Array.Fill(mask, 0.19999f);
        (mask[3], mask[Middle]) = (float.NaN, 0.2f);
        float[] weight = Compute(mask, MaskValues.Score);
        Assert.Multiple(() =>
        {
            Assert.That(weight[Middle], Is.EqualTo(1));
            Assert.That(weight[3], Is.Zero);
            Assert.That(weight.Count(w => w > 0), Is.InRange(60, 100), "one disc of 5 pixels");
        });
    }

    [Test]
    public void Weights_are_taken_as_they_are_but_for_nodata()
    {
        float[] mask = [.. Enumerable.Range(0, Side * Side).Select(p => p % 11 / 10f)], optical = Land();
        for (int c = 0; c < 13; c++)
        {
            optical[(c * Side * Side) + 10] = 0;
        }

        float[] weight = Compute(mask, MaskValues.Weight, optical);
        Assert.That(weight, Is.EqualTo(mask.Select((w, p) => p == 10 ? 0 : w)));
    }

    [TestCase(0.37f, MaskValues.Class, "a class")]
    [TestCase(2f, MaskValues.Score, "a score")]
    [TestCase(float.NaN, MaskValues.Weight, "a weight")]
    public void A_value_that_is_not_what_it_is_said_to_be_is_refused_with_its_place(float value, MaskValues values, string expected)
    {
        float[] mask = new float[Side * Side];
        mask[Middle + 1] = value;
        Assert.That(() => Compute(mask, values), Throws.ArgumentException.With.Message.Contains("row 20, column 21").And.Message.Contains(expected));
    }

    private static float[] Land() => [.. Enumerable.Repeat(1000f, 13 * Side * Side)];

    private static float[] Compute(float[] mask, MaskValues values, float[]? optical = null)
    {
        float[] weight = new float[Side * Side];
        MaskWeights.Compute(mask, optical ?? Land(), Side, Side, values, Options, weight, threads: 2);
        return weight;
    }
}
