using System.Text;
using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Tests.Rasters;

[TestFixture]
public class BadInputTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void A_missing_file_is_named() =>
        Assert.That(() => RasterReader.Open(_folder["none.tif"]), Throws.InstanceOf<CloudlessException>().With.Message.Contains("none.tif' does not exist"));

    [Test]
    public void An_empty_file_is_named()
    {
        File.WriteAllBytes(_folder["empty.tif"], []);
        Assert.That(() => RasterReader.Open(_folder["empty.tif"]), Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("empty.tif' is empty"));
    }

    [Test]
    public void A_text_file_and_a_folder_are_not_images()
    {
        File.WriteAllText(_folder["text.tif"], "This is not an image.");
        Assert.Multiple(() =>
        {
            Assert.That(() => RasterReader.Open(_folder["text.tif"]), Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("text.tif"));
            Assert.That(() => RasterReader.Open(_folder.Path), Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("is a folder"));
        });
    }

    [Test]
    public void A_truncated_file_is_refused_where_it_is_cut_and_read_where_it_is_whole([Values] RasterCompression compression)
    {
        string path = _folder["cut.tif"];
        Raster<ushort> whole = Profiles.Random(1, 512, 128, seed: 3);
        Profiles.WriteNew(path, Profiles.Plain(128, 512, 1, SampleType.UInt16), whole, new RasterWriteOptions { Compression = compression, TileSize = 128 });
        using (FileStream stream = File.OpenWrite(path))
        {
            stream.SetLength(stream.Length * 6 / 10);
        }

        using RasterReader reader = RasterReader.Open(path);
        var bottom = new Window(0, 384, 128, 128);
        Assert.Multiple(() =>
        {
            Assert.That(reader.Read<ushort>(new Window(0, 0, 128, 128)).Data, Is.EqualTo(whole.Crop(new Window(0, 0, 128, 128)).Data));
            Assert.That(
                () => reader.Read<ushort>(bottom),
                Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("cut.tif").And.Message.Contains("rows 384..511"));
        });
    }

    [Test]
    public void A_file_cut_in_its_header_is_refused()
    {
        Profiles.WriteNew(_folder["head.tif"], Profiles.Plain(64, 64, 1, SampleType.UInt16), Profiles.Random(1, 64, 64, seed: 3));
        using (FileStream stream = File.OpenWrite(_folder["head.tif"]))
        {
            stream.SetLength(20);
        }

        Assert.That(() => RasterReader.Open(_folder["head.tif"]), Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("head.tif"));
    }

    [TestCase(12345, "-9999")]
    [TestCase(123, "nan")]
    public void A_nodata_value_that_no_sample_can_have_reads_as_none(int written, string declared)
    {
        Profiles.WriteNew(_folder["a.tif"], Profiles.Plain(16, 16, 1, SampleType.UInt16) with { NoData = written }, new Raster<ushort>(1, 16, 16));
        string bytes = Encoding.Latin1.GetString(File.ReadAllBytes(_folder["a.tif"])), number = FormattableString.Invariant($"{written}");
        Assert.That(bytes, Does.Contain(number), "the tag is text, to be replaced by text of the same length");
        File.WriteAllBytes(_folder["a.tif"], Encoding.Latin1.GetBytes(bytes.Replace(number, declared, StringComparison.Ordinal)));
        using RasterReader reader = RasterReader.Open(_folder["a.tif"]);
        Assert.That(reader.Profile.NoData, Is.Null);
        Profiles.WriteNew(_folder["copy.tif"], reader.Profile, reader.Read<ushort>());
    }

    [Test]
    public void Windows_and_bands_that_are_not_there_are_argument_errors()
    {
        Profiles.WriteNew(_folder["a.tif"], Profiles.Plain(64, 32, 2, SampleType.UInt16), Profiles.Random(2, 32, 64, seed: 3));
        using RasterReader reader = RasterReader.Open(_folder["a.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That(() => reader.Read<ushort>(new Window(60, 0, 5, 5)), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("64 columns"));
            Assert.That(() => reader.Read<ushort>(bands: [2]), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("has 2 bands"));
            Assert.That(() => reader.Read(new Window(0, 0, 4, 4), [0], new ushort[15]), Throws.ArgumentException.With.Message.Contains("needs 16"));
            Assert.That(() => reader.Read<long>(), Throws.TypeOf<NotSupportedException>());
        });
    }
}
