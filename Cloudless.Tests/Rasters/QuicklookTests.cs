using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Tests.Rasters;

[TestFixture]
public class QuicklookTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [TestCase(1, 1)]
    [TestCase(37, 53)]
    public void A_png_is_read_back_by_gdal_as_it_was(int height, int width)
    {
        byte[] rgb = new byte[3 * height * width];
        new Random(5).NextBytes(rgb);
        Quicklook.WritePng(_folder["a.png"], rgb, height, width);
        using RasterReader reader = RasterReader.Open(_folder["a.png"]);
        Assert.That((reader.Profile.Width, reader.Profile.Height, reader.Profile.BandCount), Is.EqualTo((width, height, 3)));
        Assert.That(reader.Read<byte>().Data, Is.EqualTo(rgb));
    }

    [Test]
    public void An_indexed_png_gives_its_colors_and_its_opacity()
    {
        File.WriteAllBytes(_folder["a.png"], PngEncoder.EncodeIndexed([0, 1, 2, 2, 1, 0], 2, 3, [new(0, 0, 0, 0, 0), new(1, 10, 20, 30, 128), new(2, 255, 1, 2)]));
        Programs.Run("gdal_translate", $"-q -expand rgba {_folder["a.png"]} {_folder["a.tif"]}");
        using RasterReader reader = RasterReader.Open(_folder["a.tif"]);
        Assert.That(reader.Read<byte>().Data, Is.EqualTo((byte[])[0, 10, 255, 255, 10, 0, 0, 20, 1, 1, 20, 0, 0, 30, 2, 2, 30, 0, 0, 128, 255, 255, 128, 0]));
    }

    [Test]
    public void True_color_takes_red_green_blue_clips_and_keeps_zero_for_nodata()
    {
        var dn = new Raster<float>(13, 1, 4);
        (dn[3, 0, 0], dn[2, 0, 0], dn[1, 0, 0]) = (1000, 500, 250);
        (dn[3, 0, 1], dn[2, 0, 1], dn[1, 0, 1]) = (20_000, -40, float.NaN);
        (dn[3, 0, 3], dn[2, 0, 3], dn[1, 0, 3]) = (float.NaN, float.NaN, 0);
        Assert.That(Quicklook.TrueColor(dn, 1000), Is.EqualTo(new byte[] { 255, 255, 0, 0, 128, 1, 0, 0, 64, 1, 0, 0 }));
    }

    [Test]
    public void True_color_needs_thirteen_bands() =>
        Assert.That(() => Quicklook.TrueColor(new Raster<float>(10, 1, 1)), Throws.TypeOf<BandMissingException>().With.Message.Contains("10 bands"));

    [Test]
    public void True_color_looks_like_the_product_s_own_picture()
    {
        string granule = TestData.Require("l1c_jp2_granule");
        var dn = new Raster<float>(13, 300, 300);
        foreach (Sentinel2Band band in (Sentinel2Band[])[Sentinel2Band.B02, Sentinel2Band.B03, Sentinel2Band.B04])
        {
            using RasterReader file = RasterReader.Open(Path.Combine(granule, $"T31TDH_20150726T105026_{band.Id}.jp2"));
            file.Read(new Window(0, 0, 300, 300), null, dn.Channel(band.Index));
        }

        using RasterReader picture = RasterReader.Open(Path.Combine(granule, "T31TDH_20150726T105026_TCI.jp2"));
        byte[] expected = picture.Read<byte>().Data, found = Quicklook.TrueColor(dn);
        // The product's picture and bands are compressed with losses, each on its own.
        Assert.That(expected.Zip(found, (e, f) => Math.Abs(e - f)).Average(), Is.LessThan(2));
    }

    [Test]
    public void Before_is_left_and_after_is_right_with_a_white_gap()
    {
        byte[] before = [.. Enumerable.Repeat((byte)10, 3 * 4 * 5)], after = [.. Enumerable.Repeat((byte)200, 3 * 4 * 5)];
        Quicklook.WriteBeforeAfter(_folder["a.png"], before, after, 4, 5);
        using RasterReader reader = RasterReader.Open(_folder["a.png"]);
        byte[] firstLine = reader.Read<byte>(new Window(0, 0, 18, 1), [0]).Data;
        Assert.That(firstLine, Is.EqualTo((byte[])[10, 10, 10, 10, 10, 255, 255, 255, 255, 255, 255, 255, 255, 200, 200, 200, 200, 200]));
    }

    [Test]
    public void Large_pictures_are_reduced_by_averaging()
    {
        byte[] stripes = new byte[3 * 2 * 3001];
        for (int i = 0; i < stripes.Length; i++)
        {
            stripes[i] = (byte)((i % 3001) % 2 == 0 ? 0 : 100);
        }

        Quicklook.WriteBeforeAfter(_folder["a.png"], stripes, stripes, 2, 3001);
        using RasterReader reader = RasterReader.Open(_folder["a.png"]);
        Assert.That((reader.Profile.Width, reader.Profile.Height), Is.EqualTo(((2 * 1501) + 8, 1)));
        Assert.That(reader.Read<byte>(new Window(0, 0, 1500, 1)).Data, Is.All.EqualTo(50));
    }

    [Test]
    public void A_picture_that_is_there_is_kept_unless_asked_otherwise()
    {
        Quicklook.WritePng(_folder["a.png"], new byte[3], 1, 1);
        Assert.That(() => Quicklook.WritePng(_folder["a.png"], new byte[12], 2, 2), Throws.TypeOf<OutputExistsException>());
        Quicklook.WritePng(_folder["a.png"], new byte[12], 2, 2, overwrite: true);
        Assert.That(() => Quicklook.WritePng(_folder["b.png"], new byte[11], 2, 2), Throws.ArgumentException.With.Message.Contains("needs 12"));
        Assert.That(_folder.Names, Is.EqualTo(new[] { "a.png" }));
    }
}
