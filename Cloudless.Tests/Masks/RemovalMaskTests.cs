using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Tests.Masks;

[TestFixture]
public class RemovalMaskTests
{
    // Reflectances of B02 and of the infrared, in DN, that the painters below use.
    private const float LandBlue = 900, LandInfrared = 2_500, ShadeBlue = 700, ShadeInfrared = 1_000;

    private static readonly RemovalMaskOptions Options = new();

    [Test]
    public void Clear_land_with_dark_patches_is_left_alone()
    {
        Raster<float> image = Land(80, 80);
        Paint(image, 40, 40, 12, ShadeBlue, ShadeInfrared);
        Assert.That(RemovalMask.Compute(image).Data.Count(w => w > 0), Is.Zero);
    }

    [Test]
    public void Cloud_has_weight_one_and_the_ramp_lies_inside_the_mask()
    {
        Raster<float> image = Land(100, 100);
        Paint(image, 50, 50, 15, 6_000, 6_000);
        Raster<float> weight = RemovalMask.Compute(image);
        float[] row = weight.Data.AsSpan(50 * 100, 51).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(row[35..], Is.All.EqualTo(1f), "the cloud itself");
            Assert.That(row, Is.Ordered, "from outside to the center");
            Assert.That(row.Count(w => w > 0 && w < 1), Is.InRange(1, Options.Feather));
            // Filters reach 7 pixels beyond the cloud, growing adds its part.
            Assert.That(row[..(50 - 15 - 7 - Options.Dilation)], Is.All.Zero);
        });
    }

    [Test]
    public void Shadow_is_repainted_near_a_cloud_but_neither_far_away_nor_on_water()
    {
        Raster<float> image = Land(200, 240);
        Paint(image, 100, 40, 15, 6_000, 6_000);
        Paint(image, 100, 75, 8, ShadeBlue, ShadeInfrared);
        Paint(image, 60, 40, 8, ShadeBlue, 300);
        Paint(image, 100, 200, 8, ShadeBlue, ShadeInfrared);
        Raster<float> weight = RemovalMask.Compute(image);
        Assert.Multiple(() =>
        {
            Assert.That(weight[0, 100, 75], Is.EqualTo(1), "shadow beside the cloud");
            Assert.That(weight[0, 60, 40], Is.Zero, "water beside the cloud");
            Assert.That(weight[0, 100, 200], Is.Zero, "dark land far away");
        });
    }

    [Test]
    public void Small_pale_roofs_stay_and_small_thick_clouds_go()
    {
        Raster<float> image = Land(120, 60, blue: 1_500);
        Paint(image, 30, 30, 3, 3_000, 3_000);
        Assert.That(CloudShadowMask.Compute(image)[0, 30, 30], Is.EqualTo(PixelClass.Cloud), "the papers' mask takes the roof for a cloud");
        Assert.That(RemovalMask.Compute(image).Data.Count(w => w > 0), Is.Zero);
        Paint(image, 90, 30, 3, 9_000, 9_000);
        Raster<float> weight = RemovalMask.Compute(image);
        Assert.That(weight[0, 90, 30], Is.EqualTo(1));
        Assert.That(weight[0, 30, 30], Is.Zero);
    }

    [Test]
    public void Thin_cirrus_is_found_by_its_own_band()
    {
        Raster<float> image = Land(40, 40);
        for (int y = 0; y < 40; y++)
        {
            image.Channel(Sentinel2Band.B10.Index).Slice(y * 40, 20).Fill(300);
        }

        Raster<float> weight = RemovalMask.Compute(image);
        Raster<float> off = RemovalMask.Compute(image, Options with { CirrusThreshold = double.PositiveInfinity });
        Assert.Multiple(() =>
        {
            Assert.That(weight[0, 0, 0], Is.EqualTo(1), "also in the corner, where the box finds fewer pixels");
            Assert.That(weight[0, 20, 39], Is.Zero);
            Assert.That(off.Data.Count(w => w > 0), Is.Zero);
        });
    }

    [Test]
    public void Nodata_is_never_repainted()
    {
        Raster<float> image = Land(60, 60);
        Paint(image, 30, 30, 20, 6_000, 6_000);
        for (int c = 0; c < image.Channels; c++)
        {
            image.Channel(c)[..(30 * 60)].Clear();
        }

        Raster<float> weight = RemovalMask.Compute(image);
        Assert.Multiple(() =>
        {
            Assert.That(weight.Data[..(30 * 60)].Count(w => w > 0), Is.Zero);
            Assert.That(weight[0, 30, 30], Is.EqualTo(1), "cloud right beside nodata");
        });
    }

    [Test]
    public void Windows_with_halo_equal_the_whole_image()
    {
        const int Height = 130, Width = 150;
        RemovalMaskOptions options = Options with { MinimumArea = 12, ShadowReach = 15, HazeReach = 6 };
        Raster<float> image = Scattered(Height, Width, 7);
        Raster<float> whole = RemovalMask.Compute(image, options);
        Assert.That(whole.Data.Count(w => w > 0), Is.InRange(whole.Data.Length / 10, whole.Data.Length * 9 / 10), "a fixture with something of everything");
        Window[] cores = [new(0, 0, 70, 60), new(70, 0, 80, 60), new(0, 60, 50, 70), new(50, 60, 100, 70)];
        var statistics = new ShadowStatistics();
        foreach (Window core in cores)
        {
            (Raster<float> part, Window inner) = WithHalo(image, core, options.Halo);
            RemovalMask.Gather(part.Data, part.Height, part.Width, options, inner, statistics);
        }

        foreach (Window core in cores)
        {
            (Raster<float> part, Window inner) = WithHalo(image, core, options.Halo);
            var weight = new Raster<float>(1, part.Height, part.Width);
            RemovalMask.Compute(part.Data, part.Height, part.Width, options, statistics, weight.Data);
            Assert.That(weight.Crop(inner).Data, Is.EqualTo(whole.Crop(core).Data), $"window {core}");
        }
    }

    [TestCase(1, 1)]
    [TestCase(2, 5)]
    [TestCase(9, 3)]
    public void Tiny_images_of_cloud_are_all_mask(int height, int width)
    {
        var image = new Raster<float>(13, height, width);
        Array.Fill(image.Data, 7_000);
        Assert.That(RemovalMask.Compute(image).Data, Is.All.EqualTo(1f));
    }

    [Test]
    public void Feather_wider_than_the_growth_is_refused() =>
        Assert.That(
            () => RemovalMask.Compute(Land(4, 4), Options with { Feather = 9 }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("Dilation"));

    private static (Raster<float> Part, Window Inner) WithHalo(Raster<float> image, Window core, int halo)
    {
        Window grown = core.GrowWithin(halo, image.Width, image.Height);
        return (image.Crop(grown), core with { Column = core.Column - grown.Column, Row = core.Row - grown.Row });
    }

    private static Raster<float> Land(int height, int width, float blue = LandBlue)
    {
        var image = new Raster<float>(13, height, width);
        foreach (Sentinel2Band band in Sentinel2Band.All)
        {
            float dn = band == Sentinel2Band.B10 ? 15 : band.CenterWavelength < 700 ? blue : LandInfrared;
            image.Channel(band.Index).Fill(dn);
        }

        return image;
    }

    private static void Paint(Raster<float> image, int row, int column, int radius, float visible, float infrared)
    {
        foreach (Sentinel2Band band in Sentinel2Band.All.Where(b => b != Sentinel2Band.B10))
        {
            for (int y = Math.Max(0, row - radius); y < Math.Min(image.Height, row + radius + 1); y++)
            {
                for (int x = Math.Max(0, column - radius); x < Math.Min(image.Width, column + radius + 1); x++)
                {
                    if (((y - row) * (y - row)) + ((x - column) * (x - column)) <= radius * radius)
                    {
                        image[band.Index, y, x] = band.CenterWavelength < 700 ? visible : infrared;
                    }
                }
            }
        }
    }

    private static Raster<float> Scattered(int height, int width, ulong seed)
    {
        Raster<float> image = Land(height, width);
        var random = new SeededRandom(seed);
        for (int i = 0; i < 60; i++)
        {
            bool cloud = i % 2 == 0;
            float bright = cloud ? 2_200 + random.Next(5_000) : ShadeBlue;
            Paint(image, random.Next(height), random.Next(width), 2 + random.Next(7), bright, cloud ? bright : ShadeInfrared);
        }

        return image;
    }
}
