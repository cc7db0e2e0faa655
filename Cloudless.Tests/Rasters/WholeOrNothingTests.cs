using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Tests.Rasters;

[TestFixture]
public class WholeOrNothingTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    [Platform(Include = "Linux,MacOsX", Reason = "devices are files there")]
    public void A_device_is_never_replaced_by_a_file()
    {
        // Not /dev/null: a failure would harm the machine where the tests run as root.
        const string device = "/dev/urandom";
        Assert.That(() => AtomicFile.Create(device, overwrite: true).Dispose(), Throws.TypeOf<CloudlessException>().With.Message.Contains("is a device"));
    }

    [Test]
    public void Nothing_is_visible_before_commit_and_nothing_is_left_without_it([Values] RasterFormat format)
    {
        using (RasterWriter writer = Begin("a.tif", format))
        {
            writer.Write(Profiles.Random(1, 200, 200, 1));
            Assert.That(_folder.Names, Has.None.EqualTo("a.tif").And.All.StartsWith("."));
        }

        Assert.That(_folder.Names, Is.Empty);
    }

    [Test]
    public void Only_the_output_is_left_after_commit([Values] RasterFormat format)
    {
        using (RasterWriter writer = Begin("a.tif", format))
        {
            writer.Write(Profiles.Random(1, 200, 200, 1));
            writer.Commit();
            Assert.That(() => writer.Write(Profiles.Random(1, 200, 200, 1)), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(writer.Commit, Throws.TypeOf<ObjectDisposedException>());
        }

        Assert.That(_folder.Names, Is.EqualTo(new[] { "a.tif" }));
    }

    [Test]
    public void An_existing_output_is_refused_at_once_and_kept()
    {
        File.WriteAllText(_folder["a.tif"], "precious");
        Assert.Multiple(() =>
        {
            Assert.That(() => Begin("a.tif"), Throws.TypeOf<OutputExistsException>().With.Message.Contains("a.tif").And.Message.Contains("--overwrite"));
            Assert.That(() => AtomicFile.Create(_folder["a.tif"], overwrite: false), Throws.TypeOf<OutputExistsException>());
            Assert.That(File.ReadAllText(_folder["a.tif"]), Is.EqualTo("precious"));
            Assert.That(_folder.Names, Is.EqualTo(new[] { "a.tif" }));
        });
    }

    [Test]
    public void An_output_made_meanwhile_by_another_is_kept()
    {
        using (RasterWriter writer = Begin("a.tif"))
        {
            File.WriteAllText(_folder["a.tif"], "precious");
            Assert.That(writer.Commit, Throws.TypeOf<OutputExistsException>());
        }

        Assert.That(File.ReadAllText(_folder["a.tif"]), Is.EqualTo("precious"));
        Assert.That(_folder.Names, Is.EqualTo(new[] { "a.tif" }));
    }

    [Test]
    public void Overwriting_keeps_the_old_file_until_commit_and_drops_its_side_files()
    {
        File.WriteAllText(_folder["a.tif"], "old");
        File.WriteAllText(_folder["a.tif.aux.xml"], "<old/>");
        using (RasterWriter writer = Begin("a.tif", overwrite: true))
        {
            Assert.That(File.ReadAllText(_folder["a.tif"]), Is.EqualTo("old"));
            writer.Commit();
        }

        using RasterReader reader = RasterReader.Open(_folder["a.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That(reader.Profile.Width, Is.EqualTo(200));
            Assert.That(_folder.Names, Is.EqualTo(new[] { "a.tif" }));
        });
    }

    [Test]
    public void Pixels_never_written_hold_nodata()
    {
        using (RasterWriter writer = RasterWriter.Create(_folder["a.tif"], Profiles.Plain(300, 300, 1, SampleType.UInt8) with { NoData = 255 }, new() { TileSize = 128 }))
        {
            writer.Write(new Raster<byte>(1, 10, 10));
            writer.Commit();
        }

        using RasterReader reader = RasterReader.Open(_folder["a.tif"]);
        Assert.That(reader.Read<byte>(new Window(200, 200, 100, 100)).Data, Is.All.EqualTo(255));
    }

    [Test]
    public void A_missing_folder_and_a_folder_as_output_are_refused()
    {
        Directory.CreateDirectory(_folder["sub"]);
        Assert.Multiple(() =>
        {
            Assert.That(() => Begin("none/a.tif"), Throws.TypeOf<CloudlessException>().With.Message.Contains("none' does not exist"));
            Assert.That(() => Begin("sub"), Throws.TypeOf<CloudlessException>().With.Message.Contains("is a folder"));
            Assert.That(() => AtomicFile.Create(_folder["none/a.json"], false), Throws.TypeOf<CloudlessException>());
        });
    }

    [Test]
    public void A_name_too_long_for_a_temporary_one_of_a_cog_leaves_nothing()
    {
        // The first temporary name has 250 characters, the second, of the GeoTIFF that becomes the COG, more than the 255 of common file systems.
        string name = new string('x', 228) + ".tif";
        Assert.That(() => Begin(name, RasterFormat.Cog), Throws.InstanceOf<CloudlessException>().With.Message.Contains("cannot be written"));
        Assert.That(_folder.Names, Is.Empty);
    }

    [Test]
    public void Other_files_are_whole_or_absent_too()
    {
        using (AtomicFile file = AtomicFile.Create(_folder["receipt.json"], overwrite: false))
        {
            File.WriteAllText(file.TemporaryPath, "{");
            File.WriteAllText(file.TemporaryPath + ".aux.xml", "side file");
        }

        Assert.That(_folder.Names, Is.Empty);
        AtomicFile.WriteAllBytes(_folder["receipt.json"], "{}"u8, overwrite: false);
        AtomicFile.WriteAllBytes(_folder["receipt.json"], "[]"u8, overwrite: true);
        Assert.That(File.ReadAllText(_folder["receipt.json"]), Is.EqualTo("[]"));
        Assert.That(_folder.Names, Is.EqualTo(new[] { "receipt.json" }));
    }

    private RasterWriter Begin(string name, RasterFormat format = RasterFormat.GeoTiff, bool overwrite = false) =>
        RasterWriter.Create(_folder[name], Profiles.Plain(200, 200, 1, SampleType.UInt16), new RasterWriteOptions { Format = format, Overwrite = overwrite });
}
