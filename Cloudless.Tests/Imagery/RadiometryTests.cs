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

    [TestCase(0, null)]
    [TestCase(0, 1234.0)]
    [TestCase(-1000, 65534.0)]
    [TestCase(-0.25, 1.0)]
    public void A_row_of_predictions_is_stored_as_each_alone(double offset, double? noData)
    {
        // Halves, both ends, and numbers around nodata; 103 of them, so that vectors leave a rest.
        float[] signed = [.. Enumerable.Range(0, 103).Select(i => i < 60 ? 1200.5f + i : i < 80 ? (i - 70) * 0.5f : 64524.5f + ((i - 80) * 50))];
        var radiometry = new Radiometry(offset);
        ushort[] row = new ushort[signed.Length];
        short[] other = new short[signed.Length];
        radiometry.ToStored<ushort>(signed, noData, 0, row);
        radiometry.ToStored<short>(signed, noData, 0, other);
        Assert.Multiple(() =>
        {
            Assert.That(row, Is.EqualTo(signed.Select(v => radiometry.ToStored<ushort>(v, noData))));
            Assert.That(other, Is.EqualTo(signed.Select(v => radiometry.ToStored<short>(v, noData))));
        });
    }

    [TestCase(0.0)]
    [TestCase(77.0)]
    [TestCase(null)]
    public void Parts_of_an_image_are_converted_as_the_whole(double? noData)
    {
        var random = new SeededRandom(9);
        ushort[] stored = new ushort[3 * 500];
        for (int i = 0; i < stored.Length; i++)
        {
            stored[i] = (ushort)(i % 500 % 7 == 0 ? 0 : i % 500 % 11 == 0 ? 77 : random.Next(60000));
        }

        float[] whole = new float[stored.Length], parts = new float[stored.Length];
        long missing = Radiometry.Harmonized.ToSignedDn<ushort>(stored, 3, noData, whole), counted = 0;
        foreach ((int first, int count) in ((int, int)[])[(0, 133), (133, 1), (134, 366)])
        {
            counted += Radiometry.Harmonized.ToSignedDn<ushort>(stored, 3, noData, parts, first, count);
        }

        float Expected(int i) => i % 500 % 7 == 0 || (noData == 77 && i % 500 % 11 == 0) ? 0 : stored[i] - 1000f;
        Assert.Multiple(() =>
        {
            Assert.That(whole, Is.EqualTo(Enumerable.Range(0, stored.Length).Select(Expected)));
            Assert.That(parts, Is.EqualTo(whole));
            Assert.That(counted, Is.EqualTo(missing).And.EqualTo(Enumerable.Range(0, 500).Count(p => Expected(p) == 0)));
        });
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
            Assert.That(Radiometry.Parse(Radiometry.Reflectance.Name), Is.EqualTo(Radiometry.Reflectance));
            Assert.That(() => Radiometry.Parse("toa"), Throws.ArgumentException.With.Message.Contains("harmonized"));
        });
    }

    [Test]
    public void Bands_with_scales_and_offsets_of_their_own_go_to_signed_dn_and_back()
    {
        Radiometry radiometry = Radiometry.PerBand([new BandRadiometry(1, -1000), new BandRadiometry(10, 0), new BandRadiometry(0.5, 3)]);
        ushort[] stored = [.. Enumerable.Range(0, 3 * 41).Select(i => (ushort)(1 + (i * 37)))];
        float[] signed = new float[stored.Length];
        ushort[] back = new ushort[stored.Length];
        radiometry.ToSignedDn<ushort>(stored, 3, null, signed);
        for (int c = 0; c < 3; c++)
        {
            radiometry.ToStored<ushort>(signed.AsSpan(c * 41, 41), null, c, back.AsSpan(c * 41, 41));
        }

        Assert.Multiple(() =>
        {
            Assert.That(signed, Is.EqualTo(stored.Select((v, i) => (i / 41) switch { 0 => v - 1000f, 1 => v * 10f, _ => (v * 0.5f) + 3 })));
            Assert.That(back, Is.EqualTo(stored));
            Assert.That(() => radiometry.ToSignedDn<ushort>(stored.AsSpan(0, 2 * 41), 2, null, signed.AsSpan(0, 2 * 41)), Throws.ArgumentException.With.Message.Contains("3"));
        });
    }

    [Test]
    public void Reflectance_becomes_dn_and_painted_pixels_become_reflectance()
    {
        float[] signed = new float[4];
        Radiometry.Reflectance.ToSignedDn<float>([0.25f, 0, 1.5f, 0], 2, null, signed);
        Assert.Multiple(() =>
        {
            Assert.That(signed, Is.EqualTo(new float[] { 2500, 0, 15000, 0 }));
            Assert.That(Radiometry.Reflectance.ToStored<float>(2500, null), Is.EqualTo(0.25f));
        });
    }

    [Test]
    public void Bands_that_agree_are_the_radiometry_of_all()
    {
        BandRadiometry band = new(1, -1000), other = new(1, -900);
        Radiometry first = Radiometry.PerBand([band, other]), second = Radiometry.PerBand([band, other]);
        Assert.Multiple(() =>
        {
            Assert.That(Radiometry.PerBand([band, band]), Is.EqualTo(Radiometry.Harmonized));
            Assert.That(first, Is.EqualTo(second).And.Not.EqualTo(Radiometry.Harmonized));
            Assert.That(() => Radiometry.PerBand([new BandRadiometry(0, 0)]), Throws.ArgumentException);
        });
    }
}
