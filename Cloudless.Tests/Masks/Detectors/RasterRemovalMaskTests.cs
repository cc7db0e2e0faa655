using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Rasters;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Masks.Detectors;

[TestFixture]
public class RasterRemovalMaskTests
{
    private const string Utm31 = "EPSG:32631", Utm32 = "EPSG:32632";

    // Nothing grows and nothing is looked for: classes and weights are the file's own.
    private static readonly RemovalMaskOptions Bare = new() { Dilation = 0, Feather = 0 };

    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void Scene_classification_of_20_m_marks_cloud_cirrus_and_shadow_at_10_m()
    {
        RasterProfile grid = Place(12, 2, Utm31, 10);
        Write("T31UFS_SCL_20m.tif", Place(6, 1, Utm31, 20), [0, 3, 4, 8, 9, 10]);
        using RasterRemovalMask mask = Open("T31UFS_SCL_20m.tif", grid);
        byte[] row = [255, 255, 2, 2, 0, 0, 1, 1, 1, 1, 1, 1];
        float[] weight = Compute(mask, MaskScenes.Land(2, 12));
        Assert.Multiple(() =>
        {
            Assert.That(Classify(mask, MaskScenes.Land(2, 12)), Is.EqualTo((byte[])[.. row, .. row]));
            Assert.That(weight[..12], Is.EqualTo(row.Select(c => c is 1 or 2 ? 1f : 0f)));
            Assert.That(mask.Notes.Single(), Does.Contain("SCL (by its name)").And.Contain("8, 9, 10 are cloud, 3 shadow").And.Not.Contain("dark land"));
            Assert.That(mask.NeedsScene, Is.False, "SCL has a class for shadow");
        });
    }

    [Test]
    public void Bits_of_QA60_mark_opaque_cloud_and_cirrus_and_dark_land_beside_them_is_shadow()
    {
        RasterProfile grid = Place(120, 40, Utm31, 10);
        float[] values = new float[20 * 7];
        for (int y = 0; y < 7; y++)
        {
            (values[(y * 20) + 3], values[(y * 20) + 4], values[(y * 20) + 12]) = (1 << 10, (1 << 11) | 1, 1 << 9);
        }

        Write("qa.tif", Place(20, 7, Utm31, 60) with { SampleType = SampleType.UInt16, BandNames = ["QA60"] }, values);
        Raster<float> scene = MaskScenes.Land(40, 120);
        MaskScenes.Paint(scene, 20, 45, 8, 700, 1_000);
        using RasterRemovalMask mask = Open("qa.tif", grid);
        byte[] classes = Classify(mask, scene);
        Assert.Multiple(() =>
        {
            Assert.That(mask.Notes.Single(), Does.Contain("QA60 (by its band's name)").And.Contain("bits 10, 11 are cloud").And.Contain("dark land"));
            Assert.That(classes[18..30], Is.All.EqualTo(PixelClass.Cloud));
            Assert.That(classes[72..78], Is.All.EqualTo(PixelClass.Clear), "another bit");
            Assert.That(classes[(20 * 120) + 45], Is.EqualTo(PixelClass.Shadow));
            Assert.That(mask.NeedsScene);
        });
    }

    [Test]
    public void Named_values_are_cloud_and_shadow_and_all_others_clear()
    {
        RasterProfile grid = Place(5, 1, Utm31, 10);
        Write("landcover.tif", grid, [8, 5, 1, 77, 0]);
        using RasterRemovalMask mask = Open("landcover.tif", grid, o => o with { CloudValues = [8], ShadowValues = [77], DarkShadow = false });
        Assert.That(Classify(mask, MaskScenes.Land(1, 5)), Is.EqualTo(new byte[] { 1, 0, 0, 2, 0 }));
    }

    [Test]
    public void Values_that_the_format_cannot_have_or_has_as_cloud_already_are_refused_with_the_option_to_say()
    {
        RasterProfile grid = Place(4, 2, Utm31, 10);
        Write("x_QA60.tif", grid, [0, 0, 0, 0, 0, 0, 0, 0]);
        Write("x_SCL.tif", grid, [4, 4, 4, 4, 4, 4, 4, 4]);
        Assert.Multiple(() =>
        {
            Assert.That(
                () => Open("x_QA60.tif", grid, o => o with { CloudValues = [40] }),
                Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("QA60").And.Message.Contains("found 40").And.Message.Contains("--mask-format"));
            Assert.That(
                () => Open("x_SCL.tif", grid, o => o with { ShadowValues = [8] }),
                Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("8 is named as shadow").And.Message.Contains("--cloud-values"));
        });
    }

    [Test]
    public void A_value_that_the_format_does_not_know_is_refused_with_its_place()
    {
        RasterProfile grid = Place(4, 2, Utm31, 10);
        Write("mask.tif", grid, [0, 1, 1, 0, 0, 0, 7, 0]);
        Write("scl.tif", grid, [0, 1, 1, 0, 0, 0, 12, 0]);
        using RasterRemovalMask classes = Open("mask.tif", grid), scl = Open("scl.tif", grid);
        Assert.Multiple(() =>
        {
            Assert.That(
                () => Classify(classes, MaskScenes.Land(2, 4)),
                Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("mask.tif").And.Message.Contains("holds 7 at the image's row 1, column 2").And.Message.Contains("0 clear, 1 cloud"));
            Assert.That(() => Classify(scl, MaskScenes.Land(2, 4)), Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("0..11"));
        });
    }

    [Test]
    public void Another_reference_system_is_sampled_at_the_nearest_pixel_as_gdalwarp_does()
    {
        RasterProfile grid = Place(90, 70, Utm31, 10) with { Transform = [730_000, 10, 0, 5_000_000, 0, -10] };
        RasterProfile place = Place(120, 100, Utm32, 20) with { Transform = [257_500, 20, 0, 5_000_900, 0, -20] };
        Write("mask.tif", place, [.. Enumerable.Range(0, 120 * 100).Select(i => (float)(((i % 120) / 3 * 7) + (i / 120 / 3 * 5) & 1))]);
        Programs.Run("gdalwarp", $"-q -r near -et 0 -t_srs {Utm31} -te 730000 4999300 730900 5000000 -tr 10 10 {_folder["mask.tif"]} {_folder["judge.tif"]}");
        using RasterReader judge = RasterReader.Open(_folder["judge.tif"]);
        using RasterRemovalMask mask = Open("mask.tif", grid, o => o with { DarkShadow = false });
        byte[] expected = judge.Read<byte>().Data, found = Classify(mask, MaskScenes.Land(70, 90));
        int different = expected.Zip(found).Count(p => p.First != p.Second);

        // Positions are interpolated to 0.001 pixel: a center that near to a border may fall to its other side.
        Assert.That(different, Is.LessThanOrEqualTo(expected.Length / 500));
        Assert.That(expected.Distinct().Count(), Is.EqualTo(2), "a mask with both values");
    }

    [TestCase(1)]
    [TestCase(3)]
    public void Windows_in_any_order_equal_the_whole_scene(int threads)
    {
        Raster<float> scene = MaskScenes.Scattered(130, 151, 7);
        RasterProfile grid = Place(151, 130, Utm31, 10);
        var random = new Random(4);
        Write("mask.tif", Place(26, 22, Utm31, 60), [.. Enumerable.Range(0, 26 * 22).Select(_ => random.Next(6) == 0 ? 1f : 0f)]);
        RemovalMaskOptions options = new() { ShadowReach = 9, Dilation = 2, Feather = 2 };
        using RasterRemovalMask whole = RasterRemovalMask.Open(Options("mask.tif"), grid, options), parts = RasterRemovalMask.Open(Options("mask.tif"), grid, options);
        var weight = new Raster<float>(1, scene.Height, scene.Width);
        whole.ComputeWhole(scene.Data, scene.Height, scene.Width, weight.Data, threads: 2);
        Assert.That(weight.Data.Count(w => w > 0), Is.InRange(weight.Data.Length / 10, weight.Data.Length * 9 / 10), "a fixture with something of everything");
        Window[] cores = [new(50, 61, 101, 69), new(0, 0, 71, 61), new(0, 61, 50, 69), new(71, 0, 80, 61)];
        MaskScenes.RequireWindowsEqual(parts, scene, cores, weight, threads);
    }

    [Test]
    public void Several_threads_may_compute_windows_at_once()
    {
        Raster<float> scene = MaskScenes.Land(64, 64);
        RasterProfile grid = Place(64, 64, Utm31, 10);
        Write("mask.tif", grid, [.. Enumerable.Range(0, 64 * 64).Select(i => (float)((i / 7) & 1))]);
        using RasterRemovalMask mask = Open("mask.tif", grid, o => o with { DarkShadow = false });
        float[] expected = Compute(mask, scene);
        Parallel.For(0, 16, _ =>
        {
            float[] weight = new float[64 * 64];
            mask.Compute(scene.Data, new Window(0, 0, 64, 64), weight, threads: 1);
            Assert.That(weight, Is.EqualTo(expected));
        });
    }

    [Test]
    public void A_mask_of_another_place_is_refused_and_one_of_a_part_is_said()
    {
        RasterProfile grid = Place(40, 20, Utm31, 10);
        Write("far.tif", Place(40, 20, Utm31, 10) with { Transform = [900_000, 10, 0, 5_000_000, 0, -10] }, new float[800]);
        Write("part.tif", Place(10, 20, Utm31, 10), [.. Enumerable.Repeat(1f, 200)]);
        using RasterRemovalMask part = Open("part.tif", grid, o => o with { DarkShadow = false });
        byte[] classes = Classify(part, MaskScenes.Land(20, 40));
        Assert.Multiple(() =>
        {
            Assert.That(() => Open("far.tif", grid), Throws.TypeOf<RasterMismatchException>().With.Message.Contains("does not overlap"));
            Assert.That(part.Notes[1], Does.Contain("covers about 24 %").Or.Contain("covers about 25 %"));
            Assert.That(classes[..40], Is.EqualTo((byte[])[.. Enumerable.Repeat((byte)1, 10), .. Enumerable.Repeat((byte)255, 30)]));
        });
    }

    [Test]
    public void One_band_is_read_and_of_several_the_one_with_the_name()
    {
        RasterProfile two = Place(2, 1, Utm31, 10) with { BandCount = 2 };
        Profiles.WriteNew(_folder["none.tif"], two, new Raster<byte>(2, 1, 2));
        Profiles.WriteNew(_folder["named.tif"], two with { BandNames = ["B04", "SCL"] }, new Raster<byte>(2, 1, 2, [77, 77, 9, 4]));
        using RasterRemovalMask named = Open("named.tif", Place(2, 1, Utm31, 10));
        Assert.Multiple(() =>
        {
            Assert.That(() => Open("none.tif", Place(2, 1, Utm31, 10)), Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("2 bands"));
            Assert.That(Classify(named, MaskScenes.Land(1, 2)), Is.EqualTo(new byte[] { 1, 0 }));
        });
    }

    [Test]
    public void Values_out_of_range_or_named_twice_are_refused() => Assert.Multiple(() =>
    {
        Assert.That(new MaskRasterOptions { Path = "m", CloudValues = [65_536] }.Validate, Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("0..65535"));
        Assert.That(new MaskRasterOptions { Path = "m", ShadowValues = [-1] }.Validate, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(new MaskRasterOptions { Path = "m", Format = MaskFormat.Qa60, CloudValues = [16] }.Validate, Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("0..15"));
        Assert.That(new MaskRasterOptions { Path = "m", CloudValues = [3], ShadowValues = [3] }.Validate, Throws.ArgumentException.With.Message.Contains("twice"));
        Assert.That(new MaskRasterOptions { Path = "" }.Validate, Throws.ArgumentException);
    });

    [Test]
    public void Real_masks_of_s2cloudless_serve_as_they_are([Values("1302", "4287", "6780")] string id)
    {
        string folder = TestData.Require("sen12mscr_triplets");
        Raster<float> cloudy = RealImages.Read<float>(Path.Combine(folder, $"{id}_s2_cloudy.tif"));
        Raster<byte> expected = RealImages.Read<byte>(Path.Combine(folder, $"{id}_s2cloudless_mask.tif"));
        var options = new MaskRasterOptions { Path = Path.Combine(folder, $"{id}_s2cloudless_mask.tif"), DarkShadow = false };
        using RasterRemovalMask mask = RasterRemovalMask.Open(options, Profiles.Plain(256, 256, 13, SampleType.UInt16), Bare);
        Assert.That(Classify(mask, cloudy), Is.EqualTo(expected.Data));
    }

    [Test]
    public void Land_cover_with_a_class_for_clouds_serves_as_a_mask()
    {
        string path = TestData.Require("s1_s2_lulc_tiles", "282D_485L_3_3_LULC.tif");
        using RasterReader reader = RasterReader.Open(path);
        byte[] cover = reader.Read<byte>().Data;
        RasterProfile grid = reader.Profile;
        using RasterRemovalMask mask = RasterRemovalMask.Open(new MaskRasterOptions { Path = path, CloudValues = [2], ShadowValues = [4], DarkShadow = false }, grid, Bare);
        byte[] classes = Classify(mask, MaskScenes.Land(grid.Height, grid.Width));
        Assert.That(classes, Is.EqualTo(cover.Select(c => c == 2 ? PixelClass.Cloud : c == 4 ? PixelClass.Shadow : c == grid.NoData ? PixelClass.NoData : PixelClass.Clear).Select(c => c)));
    }

    private static RasterProfile Place(int width, int height, string crs, double pixel) =>
        Profiles.Plain(width, height, 1, SampleType.UInt8) with { Crs = crs, Transform = [500_000, pixel, 0, 5_000_000, 0, -pixel] };

    private static byte[] Classify(RasterRemovalMask mask, Raster<float> scene)
    {
        var whole = new Window(0, 0, scene.Width, scene.Height);
        byte[] classes = new byte[scene.PlaneLength];
        mask.Gather(scene.Data, whole, whole);
        mask.Classify(scene.Data, whole, classes);
        return classes;
    }

    private static float[] Compute(RasterRemovalMask mask, Raster<float> scene)
    {
        float[] weight = new float[scene.PlaneLength];
        mask.ComputeWhole(scene.Data, scene.Height, scene.Width, weight);
        return weight;
    }

    private MaskRasterOptions Options(string name) => new() { Path = _folder[name] };

    private RasterRemovalMask Open(string name, RasterProfile grid, Func<MaskRasterOptions, MaskRasterOptions>? change = null) =>
        RasterRemovalMask.Open((change ?? (o => o))(Options(name)), grid, Bare);

    private void Write(string name, RasterProfile profile, float[] values)
    {
        if (profile.SampleType == SampleType.UInt16)
        {
            Profiles.WriteNew(_folder[name], profile, new Raster<ushort>(1, profile.Height, profile.Width, [.. values.Select(v => (ushort)v)]));
            return;
        }

        Profiles.WriteNew(_folder[name], profile, new Raster<byte>(1, profile.Height, profile.Width, [.. values.Select(v => (byte)v)]));
    }
}
