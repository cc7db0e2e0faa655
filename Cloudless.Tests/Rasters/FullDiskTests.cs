using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Tests.Rasters;

/// <summary>Fills a file system of one megabyte; skipped where none can be mounted (it takes Linux and root).</summary>
[TestFixture]
[NonParallelizable]
public class FullDiskTests
{
    private SmallDisk _disk = null!;

    [SetUp]
    public void MountSmallDisk() => _disk = new SmallDisk("1m");

    [TearDown]
    public void UnmountSmallDisk() => _disk?.Dispose();

    [Test]
    public void A_full_disk_is_an_error_that_names_the_file_and_leaves_nothing(
        [Values] RasterFormat format, [Values] RasterCompression compression, [Values(1, 2)] int threads)
    {
        string path = _disk["big.tif"];
        var options = new RasterWriteOptions { Format = format, Compression = compression, TileSize = 128, Threads = threads };
        Assert.That(
            () =>
            {
                // 2.3 megabytes of noise, which no compression makes smaller.
                using RasterWriter writer = RasterWriter.Create(path, Profiles.Plain(600, 500, 4, SampleType.UInt16), options);
                for (int row = 0; row < 500; row += 100)
                {
                    writer.Write(Profiles.Random(4, 100, 600, row), 0, row);
                }

                writer.Commit();
            },
            Throws.InstanceOf<CloudlessException>().With.Message.Contains("big.tif").And.Message.Contains("Is the disk full?"));
        Assert.That(Directory.GetFileSystemEntries(_disk.Path), Is.Empty);
    }

    [Test]
    public void A_disk_that_holds_the_tiles_but_not_the_overviews_is_full_too([Values] RasterFormat format)
    {
        string path = _disk["big.tif"];
        var options = new RasterWriteOptions { Format = format, TileSize = 128, Overviews = true };
        Assert.That(
            () =>
            {
                // 0.87 megabytes of noise and a quarter more for the overviews.
                using RasterWriter writer = RasterWriter.Create(path, Profiles.Plain(660, 660, 1, SampleType.UInt16), options);
                writer.Write(Profiles.Random(1, 660, 660, 1));
                writer.Commit();
            },
            Throws.InstanceOf<CloudlessException>().With.Message.Contains("big.tif"));
        Assert.That(Directory.GetFileSystemEntries(_disk.Path), Is.Empty);
    }

    [Test]
    public void Whatever_space_is_left_the_file_is_whole_or_absent([Values] RasterFormat format, [Values(1, 2)] int threads)
    {
        // The last bytes of a TIFF, its tile directory, are written on closing, where GDAL returns no error code.
        const int disk = 1 << 20, step = 8192;
        string path = _disk["a.tif"], ballast = _disk["ballast"];
        RasterProfile profile = Profiles.Plain(200, 130, 1, SampleType.UInt16) with { Tags = new Dictionary<string, string> { ["NOTE"] = new('x', 3 * 4096) } };
        Raster<ushort> noise = Profiles.Random(1, 130, 200, 1);
        var options = new RasterWriteOptions { Format = format, TileSize = 128, Threads = threads, Overwrite = true };
        int whole = 0, absent = 0;
        for (int free = 0; free < 50 * step; free += step)
        {
            File.WriteAllBytes(ballast, new byte[disk - free]);
            try
            {
                Profiles.WriteNew(path, profile, noise, options);
                using RasterReader reader = RasterReader.Open(path);
                Assert.That(reader.Read<ushort>().Data, Is.EqualTo(noise.Data), $"{free} bytes free");
                Assert.That(profile.Tags, Is.SubsetOf(reader.Profile.Tags), $"{free} bytes free");
                whole++;
            }
            catch (CloudlessException e)
            {
                Assert.That(e.Message, Does.Contain("a.tif").And.Contain("Is the disk full?"));
                Assert.That(Directory.GetFileSystemEntries(_disk.Path), Is.EqualTo(new[] { ballast }), $"{free} bytes free");
                absent++;
            }

            File.Delete(path);
        }

        Assert.That(Math.Min(whole, absent), Is.GreaterThan(5), "both ends were met");
    }

    [Test]
    public void Other_outputs_notice_a_full_disk()
    {
        string path = _disk["model.onnx"];
        Assert.That(
            () => AtomicFile.WriteAllBytes(path, new byte[2_000_000], overwrite: false),
            Throws.TypeOf<CloudlessException>().With.Message.Contains("model.onnx").And.Message.Contains("Is the disk full?"));
        Assert.That(Directory.GetFileSystemEntries(_disk.Path), Is.Empty);
    }
}
