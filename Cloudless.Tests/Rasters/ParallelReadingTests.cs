using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Tests.Rasters;

[TestFixture]
public class ParallelReadingTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    // Tiles smaller and larger than a piece, rows as blocks, all bands in one block.
    [TestCase("-co TILED=YES -co BLOCKXSIZE=128 -co BLOCKYSIZE=128 -co COMPRESS=DEFLATE -co INTERLEAVE=BAND")]
    [TestCase("-co TILED=YES -co BLOCKXSIZE=1024 -co BLOCKYSIZE=256 -co INTERLEAVE=PIXEL")]
    [TestCase("-co BLOCKYSIZE=1 -co INTERLEAVE=BAND")]
    [TestCase("-co BLOCKYSIZE=700 -co COMPRESS=LZW -co INTERLEAVE=PIXEL")]
    public void Pieces_read_side_by_side_are_the_whole_image(string layout)
    {
        Raster<ushort> whole = Profiles.Random(3, 611, 1203, seed: 8);
        Profiles.WriteNew(_folder["a.tif"], Profiles.Plain(1203, 611, 3, SampleType.UInt16), whole);
        Programs.Run("gdal_translate", $"-q {layout} \"{_folder["a.tif"]}\" \"{_folder["b.tif"]}\"");
        using RasterReader reader = RasterReader.Open(_folder["b.tif"]);
        int[] seen = new int[1203 * 611];
        Raster<ushort> read = ParallelReading.Read<ushort>(reader, 3, (image, piece) =>
        {
            for (int y = piece.Row; y < piece.Bottom; y++)
            {
                for (int x = piece.Column; x < piece.Right; x++)
                {
                    seen[(y * 1203) + x] += image[2, y, x] == whole[2, y, x] ? 1 : 100;
                }
            }
        });
        Assert.Multiple(() =>
        {
            Assert.That(read.Data, Is.EqualTo(whole.Data));
            Assert.That(seen, Is.All.EqualTo(1), "each pixel is told once, after it was read");
        });
    }

    [Test]
    public void Signed_bytes_and_converted_types_are_read_as_one_reader_reads_them()
    {
        var whole = new Raster<sbyte>(2, 300, 700);
        new Random(4).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(whole.Data.AsSpan()));
        Profiles.WriteNew(_folder["a.tif"], Profiles.Plain(700, 300, 2, SampleType.Int8), whole);
        using RasterReader reader = RasterReader.Open(_folder["a.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That(ParallelReading.Read<sbyte>(reader, 2).Data, Is.EqualTo(whole.Data));
            Assert.That(ParallelReading.Read<float>(reader, 2).Data, Is.EqualTo(reader.Read<float>().Data));
        });
    }

    [Test]
    public void A_damaged_block_is_one_error_that_names_the_file_and_the_window()
    {
        Profiles.WriteNew(_folder["a.tif"], Profiles.Plain(1100, 1100, 1, SampleType.UInt16), Profiles.Random(1, 1100, 1100, seed: 2));
        byte[] bytes = File.ReadAllBytes(_folder["a.tif"]);
        bytes.AsSpan(bytes.Length / 2, 4000).Clear();
        File.WriteAllBytes(_folder["a.tif"], bytes);
        using RasterReader reader = RasterReader.Open(_folder["a.tif"]);
        Assert.That(() => ParallelReading.Read<ushort>(reader, 2),
            Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("a.tif").And.Message.Contains("rows"));
    }

    [Test]
    public void Cancellation_stops_before_the_next_piece()
    {
        Profiles.WriteNew(_folder["a.tif"], Profiles.Plain(1100, 1100, 1, SampleType.UInt16), Profiles.Random(1, 1100, 1100, seed: 2));
        using RasterReader reader = RasterReader.Open(_folder["a.tif"]);
        using var cancellation = new CancellationTokenSource();
        int pieces = 0;
        Assert.That(
            () => ParallelReading.Read<ushort>(reader, 1, (_, _) =>
            {
                pieces++;
                cancellation.Cancel();
            }, cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(pieces, Is.EqualTo(1));
    }
}
