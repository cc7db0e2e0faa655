using Cloudless.Imagery;

namespace Cloudless.Tests.Imagery;

[TestFixture]
public class RadiometryTests
{
    [Test]
    public void A_pixel_of_zeros_is_nodata_and_a_single_band_at_zero_is_data()
    {
        // Three pixels in two bands: nodata, one band at 0, both filled.
        ushort[] stored = [0, 0, 1500, 0, 1200, 2500];
        float[] signed = new float[6];
        long missing = Radiometry.Harmonized.ToSignedDn<ushort>(stored, 2, null, signed);
        Assert.Multiple(() =>
        {
            Assert.That(missing, Is.EqualTo(1));
            Assert.That(signed, Is.EqualTo(new float[] { 0, -1000, 500, 0, 200, 1500 }));
        });
    }

    [Test]
    public void Declared_nodata_and_values_that_are_not_finite_become_zero_in_every_band()
    {
        float[] stored = [-9999, 100, float.NaN, -9999, -9999, 300];
        float[] signed = new float[6];
        long missing = Radiometry.Dn.ToSignedDn<float>(stored, 2, -9999, signed);
        Assert.Multiple(() =>
        {
            Assert.That(missing, Is.EqualTo(2));
            Assert.That(signed, Is.EqualTo(new float[] { 0, 100, 0, 0, -9999, 0 }));
        });
    }

    [TestCase(-1500f, 0, 1)]
    [TestCase(0.4f, 0, 1)]
    [TestCase(70000f, 0, 65534)]
    [TestCase(2.5f, 0, 2)]
    [TestCase(3.5f, 0, 4)]
    [TestCase(1234.4f, -1000, 2234)]
    [TestCase(-999.6f, -1000, 1)]
    public void Sixteen_bit_predictions_are_rounded_half_to_even_and_kept_off_nodata_and_saturation(float signed, double offset, int expected)
    {
        Assert.That(new Radiometry(offset).ToStored<ushort>(signed, null), Is.EqualTo(expected));
    }

    [Test]
    public void Other_types_keep_their_range_and_no_painted_sample_reads_as_nodata()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Radiometry.Dn.ToStored<short>(-50f, null), Is.EqualTo(-50));
            Assert.That(Radiometry.Dn.ToStored<short>(40000f, null), Is.EqualTo(short.MaxValue));
            Assert.That(Radiometry.Dn.ToStored<short>(0.2f, 0), Is.EqualTo(1));
            Assert.That(Radiometry.Dn.ToStored<short>(40000f, short.MaxValue), Is.EqualTo(short.MaxValue - 1));
            Assert.That(Radiometry.Dn.ToStored<float>(12.25f, null), Is.EqualTo(12.25f));
            Assert.That(Radiometry.Harmonized.ToStored<double>(12.25f, null), Is.EqualTo(1012.25));
        });
    }

    [Test]
    public void Stored_numbers_survive_the_way_to_signed_dn_and_back()
    {
        ushort[] stored = [.. Enumerable.Range(1, 65534).Select(v => (ushort)v)];
        float[] signed = new float[stored.Length];
        Radiometry.Harmonized.ToSignedDn<ushort>(stored, 1, null, signed);
        Assert.That(signed.Select(v => Radiometry.Harmonized.ToStored<ushort>(v, null)), Is.EqualTo(stored));
    }

    [Test]
    public void Names_are_read_in_any_case_and_unknown_ones_are_refused_with_the_choices()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Radiometry.Parse("DN"), Is.EqualTo(Radiometry.Dn));
            Assert.That(Radiometry.Parse(Radiometry.Harmonized.Name), Is.EqualTo(Radiometry.Harmonized));
            Assert.That(() => Radiometry.Parse("toa"), Throws.ArgumentException.With.Message.Contains("harmonized"));
        });
    }
}
