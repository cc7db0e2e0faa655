using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Rasters.Scratch;

namespace Cloudless.Tests.Rasters;

[TestFixture]
public class OverviewWriterTests
{
    private static readonly RasterWriteOptions Small = new() { TileSize = 128, Overviews = true, Threads = 2 };

    // Even and odd sizes: GDAL weighs the pixels at odd sizes, and leaves nodata out of means.
    [TestCase(512, 512, null)]
    [TestCase(517, 389, 0.0)]
    [TestCase(517, 389, 700.0)]
    public void Overviews_from_memory_are_those_that_gdal_makes_of_the_file(int width, int height, double? noData)
    {
        using var folder = new TestFolder();
        Raster<ushort> image = Profiles.Random(2, height, width, seed: 6);
        for (int i = 0; i < image.Data.Length; i++)
        {
            image.Data[i] %= 1400;
            image.Data[i] = i % 5 == 0 ? (ushort)(noData ?? 5) : image.Data[i];
        }

        RasterProfile profile = Profiles.Plain(width, height, 2, SampleType.UInt16) with { NoData = noData };
        Profiles.WriteNew(folder["a.tif"], profile, image, Small);
        Stage(folder["b.tif"], profile, image, Small);
        Assert.That(Checksums(folder["a.tif"]), Does.Contain("Overviews: ").And.Contain("Overviews checksum: "));
        Assert.That(Checksums(folder["b.tif"]), Is.EqualTo(Checksums(folder["a.tif"])));
    }

    [Test]
    public void Signed_bytes_and_floats_get_overviews_too()
    {
        using var folder = new TestFolder();
        var bytes = new Raster<sbyte>(1, 300, 300);
        var floats = new Raster<float>(1, 300, 300);
        for (int i = 0; i < bytes.Data.Length; i++)
        {
            (bytes.Data[i], floats.Data[i]) = ((sbyte)(i % 100), i * 0.37f);
        }

        RasterProfile signed = Profiles.Plain(300, 300, 1, SampleType.Int8), real = Profiles.Plain(300, 300, 1, SampleType.Float32);
        Profiles.WriteNew(folder["a.tif"], signed, bytes, Small);
        Stage(folder["b.tif"], signed, bytes, Small);
        Profiles.WriteNew(folder["c.tif"], real, floats, Small);
        Stage(folder["d.tif"], real, floats, Small);
        Assert.Multiple(() =>
        {
            Assert.That(Checksums(folder["b.tif"]), Is.EqualTo(Checksums(folder["a.tif"])));
            Assert.That(Checksums(folder["d.tif"]), Is.EqualTo(Checksums(folder["c.tif"])));
        });
    }

    [Test]
    public void Rows_that_come_one_by_one_on_any_number_of_threads_give_the_same_bytes()
    {
        using var folder = new TestFolder();
        Raster<ushort> image = Profiles.Random(13, 300, 260, seed: 7);
        RasterProfile profile = Profiles.Plain(260, 300, 13, SampleType.UInt16);
        Stage(folder["a.tif"], profile, image, Small with { Threads = 1 });
        Stage(folder["b.tif"], profile, image, Small with { Threads = 4 });
        Assert.That(File.ReadAllBytes(folder["b.tif"]), Is.EqualTo(File.ReadAllBytes(folder["a.tif"])));
        using RasterReader reader = RasterReader.Open(folder["a.tif"]);
        Assert.That(reader.Read<ushort>().Data, Is.EqualTo(image.Data));
    }

    private static void Stage<T>(string path, RasterProfile profile, Raster<T> image, RasterWriteOptions options)
        where T : unmanaged
    {
        using RasterWriter writer = RasterWriter.Create(path, profile, options);
        var store = new MemorySamples<T>(image);
        T[]? buffer = null;
        for (int row = 0; row < image.Height; row += writer.BlockRows)
        {
            writer.WriteRows(store, row, Math.Min(writer.BlockRows, image.Height - row), ref buffer);
        }

        writer.Stage(OverviewReducer.Make(store, profile, options, (_, size) => new MemorySamples<T>(image.Channels, size.Height, size.Width)));
    }

    private static string Checksums(string path)
    {
        string told = Programs.Run("gdalinfo", $"-checksum \"{path}\"");
        return told[told.IndexOf("Band 1", StringComparison.Ordinal)..];
    }
}
