using Cloudless.Cli.Demo;
using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Tests.Cli;

/// <summary>The synthetic scene is a test image with known truth: it must hold what it claims.</summary>
internal sealed class SyntheticSceneTests
{
    private static readonly SyntheticScene Scene = SyntheticFiles.Scene(192);

    [Test]
    public void Same_seed_gives_the_same_bits_and_another_seed_another_scene()
    {
        SyntheticScene small = SyntheticScene.Generate(48, 5), again = SyntheticScene.Generate(48, 5), other = SyntheticScene.Generate(48, 6);
        Assert.Multiple(() =>
        {
            Assert.That(again.Cloudy.Data, Is.EqualTo(small.Cloudy.Data));
            Assert.That(again.Sar.Data, Is.EqualTo(small.Sar.Data));
            Assert.That(other.Clear.Data, Is.Not.EqualTo(small.Clear.Data));
        });
    }

    [Test]
    public void Every_pixel_is_data_in_a_plausible_range()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Scene.Clear.Data.Min(), Is.GreaterThanOrEqualTo(1));
            Assert.That(Scene.Clear.Data.Max(), Is.LessThan(10_000));
            Assert.That(Scene.Sar.Channel(0).ToArray().Average(), Is.InRange(-20f, -5f));
            Assert.That(Scene.Sar.Channel(1).ToArray().Average(), Is.InRange(-27f, -12f), "VH lies several dB below VV");
        });
    }

    [Test]
    public void The_mask_finds_the_thick_clouds_and_leaves_the_clear_image_without_any()
    {
        byte[] cloudy = CloudShadowMask.Compute(Signed(Scene.Cloudy)).Data, clear = CloudShadowMask.Compute(Signed(Scene.Clear)).Data;
        int thick = 0, found = 0;
        for (int i = 0; i < cloudy.Length; i++)
        {
            if (Scene.Opacity.Data[i] > 0.9)
            {
                thick++;
                found += cloudy[i] == PixelClass.Cloud ? 1 : 0;
            }
        }

        Assert.Multiple(() =>
        {
            Assert.That(thick, Is.GreaterThan(cloudy.Length / 20), "the scene has clouds");
            Assert.That(found, Is.GreaterThan(0.95 * thick), "the spectral mask was made for such spectra");
            Assert.That(clear.Count(c => c == PixelClass.Cloud), Is.LessThan(clear.Length / 100), "a few bright roofs at most");
        });
    }

    [Test]
    public void Shadow_darkens_near_infrared_more_than_blue()
    {
        // Pixels with little cloud that are much darker than the truth lie in shadow.
        double blue = 0, nir = 0;
        int count = 0;
        for (int i = 0; i < Scene.Opacity.Data.Length; i++)
        {
            double ratio = Scene.Cloudy.Channel(Sentinel2Band.B08.Index)[i] / (double)Scene.Clear.Channel(Sentinel2Band.B08.Index)[i];
            if (Scene.Opacity.Data[i] < 0.02 && ratio < 0.7)
            {
                count++;
                nir += ratio;
                blue += Scene.Cloudy.Channel(Sentinel2Band.B02.Index)[i] / (double)Scene.Clear.Channel(Sentinel2Band.B02.Index)[i];
            }
        }

        Assert.That(count, Is.GreaterThan(100), "the scene has shadow");
        Assert.That(nir / count, Is.LessThan((blue / count) - 0.1));
    }

    private static Raster<float> Signed(Raster<ushort> dn) =>
        new(dn.Channels, dn.Height, dn.Width, Array.ConvertAll(dn.Data, v => (float)v));
}
