using Cloudless.Fusion;
using Cloudless.Imagery;

namespace Cloudless.Tests.Fusion;

[TestFixture]
public class SarOpticalStackTests
{
    [Test]
    public void Decibel_values_are_recognized_and_passed_on_as_they_are()
    {
        Raster<float> sar = Sar(8, 8, (c, p) => (c == 0 ? -11f : -18f) + (0.1f * (p % 40)));
        (Raster<float> decibel, SarReport report) = SarOpticalStack.PrepareSar(sar);
        Assert.Multiple(() =>
        {
            Assert.That(report.Scale, Is.EqualTo(SarScale.Decibel));
            Assert.That(report.Detected);
            Assert.That(report.FilledPercent, Is.Zero);
            Assert.That(decibel.Data, Is.EqualTo(sar.Data));
            Assert.That(report.Summary, Does.Contain("recognized by its values as dB").And.Contain("no gaps"));
        });
    }

    [Test]
    public void Linear_power_is_recognized_and_turned_into_decibel()
    {
        Raster<float> sar = Sar(4, 4, (c, p) => c == 0 ? 0.1f : 0.01f);
        (Raster<float> decibel, SarReport report) = SarOpticalStack.PrepareSar(sar);
        Assert.Multiple(() =>
        {
            Assert.That(report.Scale, Is.EqualTo(SarScale.Linear));
            // 10 log10 in single precision: a few units in the last place of 20.
            Assert.That(decibel[0, 2, 2], Is.EqualTo(-10f).Within(1e-5));
            Assert.That(decibel[1, 3, 0], Is.EqualTo(-20f).Within(1e-5));
        });
    }

    [Test]
    public void Gaps_of_every_kind_get_the_constant_fill_and_their_share_is_reported()
    {
        Raster<float> sar = Sar(1, 8, (c, p) => -10f - c);
        (sar[0, 0, 0], sar[1, 0, 0]) = (float.NaN, float.PositiveInfinity);
        (sar[0, 0, 1], sar[1, 0, 1]) = (0, 0);
        sar[0, 0, 2] = 0;
        (Raster<float> decibel, SarReport report) = SarOpticalStack.PrepareSar(sar);
        Assert.Multiple(() =>
        {
            Assert.That(decibel.Channel(0).ToArray(), Is.EqualTo(new[] { SarFill.Vv, SarFill.Vv, 0, -10, -10, -10, -10, -10 }));
            Assert.That(decibel.Channel(1).ToArray(), Is.EqualTo(new[] { SarFill.Vh, SarFill.Vh, -11, -11, -11, -11, -11, -11 }));
            Assert.That(report.FilledPercent, Is.EqualTo(25));
        });
    }

    [Test]
    public void Zero_in_one_band_of_linear_power_is_a_gap_and_the_models_own_fill_is_taken()
    {
        Raster<float> sar = Sar(1, 4, (c, p) => 0.1f);
        sar[1, 0, 3] = 0;
        (Raster<float> decibel, _) = SarOpticalStack.PrepareSar(sar, fill: [-25, -32]);
        Assert.Multiple(() =>
        {
            Assert.That(decibel[0, 0, 3], Is.EqualTo(-10f).Within(1e-5));
            Assert.That(decibel[1, 0, 3], Is.EqualTo(-32f));
        });
    }

    [Test]
    public void Bright_city_pixels_and_water_do_not_upset_the_unit()
    {
        // A third of VV above 0 dB, VH never.
        Raster<float> sar = Sar(10, 30, (c, p) => c == 1 ? -31f + (p % 20) : p % 3 == 0 ? 6f : -8f);
        Assert.That(SarOpticalStack.PrepareSar(sar).Report.Scale, Is.EqualTo(SarScale.Decibel));
    }

    [TestCase(150f, 90f, SarScale.Auto, TestName = "Amplitude counts are neither unit")]
    [TestCase(-9999f, -9999f, SarScale.Auto, TestName = "An undeclared nodata value is no value")]
    [TestCase(0.1f, 0.02f, SarScale.Decibel, TestName = "Linear power said to be dB is refused")]
    [TestCase(-12f, -19f, SarScale.Linear, TestName = "dB said to be linear power is refused")]
    public void Implausible_values(float vv, float vh, SarScale scale)
    {
        Raster<float> sar = Sar(4, 4, (c, p) => c == 0 ? vv : vh);
        Assert.That(() => SarOpticalStack.PrepareSar(sar, scale, "radar.tif"),
            Throws.TypeOf<RasterMismatchException>().With.Message.Contains("radar.tif").And.Message.Contains(vv.ToString("0.####")));
    }

    [Test]
    public void An_image_without_any_valid_sample_over_the_scene_is_refused()
    {
        Raster<float> none = Sar(4, 4, (c, p) => float.NaN), half = Sar(4, 4, (c, p) => c == 0 ? -11 : float.NaN);
        Assert.Multiple(() =>
        {
            Assert.That(() => SarOpticalStack.PrepareSar(none, name: "radar.tif"),
                Throws.TypeOf<RasterMismatchException>().With.Message.Contains("radar.tif has no valid value"));
            Assert.That(() => SarOpticalStack.PrepareSar(half, name: "radar.tif"),
                Throws.TypeOf<RasterMismatchException>().With.Message.Contains("VH of radar.tif"));
        });
    }

    [Test]
    public void Windows_hold_the_optical_bands_then_vv_and_vh_and_never_a_nan()
    {
        var optical = new Raster<float>(13, 5, 6);
        for (int i = 0; i < optical.Data.Length; i++)
        {
            optical.Data[i] = i;
        }

        optical[4, 2, 3] = float.NaN;
        Raster<float> sar = Sar(5, 6, (c, p) => -10 - c);
        float[] stack = new float[15 * 2 * 3];
        SarOpticalStack.Copy(optical, sar, new Window(2, 1, 3, 2), stack);
        Assert.Multiple(() =>
        {
            Assert.That(stack[0], Is.EqualTo(optical[0, 1, 2]));
            Assert.That(stack[(12 * 6) + 5], Is.EqualTo(optical[12, 2, 4]));
            Assert.That(stack[(4 * 6) + 4], Is.Zero);
            Assert.That(stack[(13 * 6)..], Is.EqualTo(new float[] { -10, -10, -10, -10, -10, -10, -11, -11, -11, -11, -11, -11 }));
        });
    }

    [Test]
    public void Images_that_cannot_be_stacked_are_refused_with_what_was_found()
    {
        var window = new Window(0, 0, 2, 2);
        var optical = new Raster<float>(13, 4, 4);
        Assert.Multiple(() =>
        {
            Assert.That(() => SarOpticalStack.Copy(new Raster<float>(12, 4, 4), null, window, new float[48]),
                Throws.TypeOf<BandMissingException>().With.Message.Contains("12 bands"));
            Assert.That(() => SarOpticalStack.Copy(optical, new Raster<float>(2, 4, 5), window, new float[60]),
                Throws.TypeOf<RasterMismatchException>().With.Message.Contains("5 x 4"));
            Assert.That(() => SarOpticalStack.Copy(optical, null, new Window(3, 0, 2, 2), new float[52]), Throws.ArgumentException);
        });
    }

    [Test]
    public void Whole_images_are_stacked_with_gaps_filled_and_no_optical_sample_left_that_is_no_number()
    {
        Raster<float> sar = Sar(4, 4, (c, p) => c == 0 ? 0.1f : 0.01f);
        float[] optical = [.. Enumerable.Range(0, 13 * 16).Select(i => (float)i)], stack = new float[15 * 16];
        (optical[20], sar.Data[3]) = (float.NaN, float.NaN);
        SarOpticalStack.Stack(optical, sar.Data, stack);
        Assert.Multiple(() =>
        {
            Assert.That(stack[..(13 * 16)], Is.EqualTo(optical.Select(v => float.IsNaN(v) ? 0 : v)));
            Assert.That(stack[(13 * 16)..], Is.EqualTo(SarOpticalStack.PrepareSar(sar).Decibel.Data));
            Assert.That(stack[(13 * 16) + 3], Is.EqualTo(SarFill.Vv));
        });
    }

    [Test]
    public void A_sar_image_without_any_sample_is_an_error_or_all_fill_as_asked()
    {
        float[] optical = new float[13 * 16], none = new float[2 * 16], stack = new float[15 * 16];
        none[5] = float.NaN;
        Assert.That(() => SarOpticalStack.Stack(optical, none, stack, name: "row 3"), Throws.TypeOf<RasterMismatchException>().With.Message.Contains("row 3"));
        SarOpticalStack.Stack(optical, none, stack, fillMissing: true);
        Assert.That(stack[(13 * 16)..], Is.EqualTo(Enumerable.Repeat(SarFill.Vv, 16).Concat(Enumerable.Repeat(SarFill.Vh, 16))));
    }

    [Test]
    public void Vectors_of_images_that_do_not_fit_each_other_are_refused()
    {
        Assert.That(() => SarOpticalStack.Stack(new float[13 * 16], new float[2 * 15], new float[15 * 16]), Throws.TypeOf<BandMissingException>());
        Assert.That(() => SarOpticalStack.Stack(new float[13 * 16], new float[2 * 16], new float[14 * 16]), Throws.ArgumentException);
    }

    private static Raster<float> Sar(int height, int width, Func<int, int, float> value)
    {
        var sar = new Raster<float>(2, height, width);
        for (int i = 0; i < sar.Data.Length; i++)
        {
            sar.Data[i] = value(i / sar.PlaneLength, i % sar.PlaneLength);
        }

        return sar;
    }
}
