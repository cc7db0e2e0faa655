using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Tests.Rasters;

[TestFixture]
public class RasterRoundTripTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void Samples_of_every_type_come_back_as_written(
        [Values] SampleType type, [Values] RasterFormat format, [Values] RasterCompression compression)
    {
        var options = new RasterWriteOptions { Format = format, Compression = compression };
        switch (type)
        {
            case SampleType.UInt8: RoundTrip<byte>(type, [0, 1, 127, 128, 255], options); break;
            case SampleType.Int8: RoundTrip<sbyte>(type, [-128, -1, 0, 1, 127], options); break;
            case SampleType.UInt16: RoundTrip<ushort>(type, [0, 1, 32768, 65535], options); break;
            case SampleType.Int16: RoundTrip<short>(type, [-32768, -1, 0, 32767], options); break;
            case SampleType.UInt32: RoundTrip<uint>(type, [0, 1, uint.MaxValue], options); break;
            case SampleType.Int32: RoundTrip<int>(type, [int.MinValue, -1, 0, int.MaxValue], options); break;
            case SampleType.Float32: RoundTrip<float>(type, [float.MinValue, -0.1f, float.NaN, float.PositiveInfinity, 1e-30f], options); break;
            case SampleType.Float64: RoundTrip<double>(type, [double.MinValue, Math.PI, double.NaN, 1e-300], options); break;
        }
    }

    [Test]
    public void Writing_floats_into_integers_rounds_and_clamps()
    {
        string path = _folder["clamped.tif"];
        using (RasterWriter writer = RasterWriter.Create(path, Profiles.Plain(4, 1, 1, SampleType.UInt16)))
        {
            writer.Write<float>(new Window(0, 0, 4, 1), [-5f, 1.6f, 70000f, 12f]);
            writer.Commit();
        }

        using RasterReader reader = RasterReader.Open(path);
        Assert.That(reader.Read<ushort>().Data, Is.EqualTo(new ushort[] { 0, 2, 65535, 12 }));
    }

    [Test]
    public void Signed_bytes_convert_to_and_from_other_types_by_value()
    {
        string path = _folder["signed.tif"];
        using (RasterWriter writer = RasterWriter.Create(path, Profiles.Plain(4, 1, 1, SampleType.Int8)))
        {
            writer.Write<float>(new Window(0, 0, 4, 1), [-200f, -7.4f, 0f, 300f]);
            writer.Commit();
        }

        using RasterReader reader = RasterReader.Open(path);
        Assert.Multiple(() =>
        {
            Assert.That(reader.Profile.SampleType, Is.EqualTo(SampleType.Int8));
            Assert.That(reader.Read<float>().Data, Is.EqualTo(new float[] { -128, -7, 0, 127 }));
            Assert.That(reader.Read<int>().Data, Is.EqualTo(new[] { -128, -7, 0, 127 }));
        });
    }

    [Test]
    public void A_wide_type_read_as_signed_bytes_is_clamped()
    {
        string path = _folder["wide.tif"];
        Profiles.WriteNew(path, Profiles.Plain(3, 1, 1, SampleType.Int16), new Raster<short>(1, 1, 3, [-1000, 5, 1000]));
        using RasterReader reader = RasterReader.Open(path);
        Assert.That(reader.Read<sbyte>().Data, Is.EqualTo(new sbyte[] { -128, 5, 127 }));
    }

    [Test]
    public void Windows_and_band_subsets_equal_the_whole_image_cut()
    {
        string path = _folder["whole.tif"];
        Raster<ushort> whole = Profiles.Random(5, 133, 301, seed: 4);
        Profiles.WriteNew(path, Profiles.Plain(301, 133, 5, SampleType.UInt16), whole);
        using RasterReader reader = RasterReader.Open(path);
        foreach (Window window in (Window[])[new(0, 0, 1, 1), new(300, 132, 1, 1), new(17, 5, 128, 128), new(0, 100, 301, 33)])
        {
            Assert.That(reader.Read<ushort>(window).Data, Is.EqualTo(whole.Crop(window).Data), window.ToString());
            Raster<ushort> some = reader.Read<ushort>(window, [3, 0]);
            Assert.That(some.Channel(0).ToArray(), Is.EqualTo(whole.Crop(window).Channel(3).ToArray()));
            Assert.That(some.Channel(1).ToArray(), Is.EqualTo(whole.Crop(window).Channel(0).ToArray()));
        }
    }

    [Test]
    public void Windows_written_in_any_order_give_the_same_image()
    {
        Raster<ushort> whole = Profiles.Random(2, 300, 290, seed: 5);
        string path = _folder["pieces.tif"];
        using (RasterWriter writer = RasterWriter.Create(path, Profiles.Plain(290, 300, 2, SampleType.UInt16), new RasterWriteOptions { TileSize = 128 }))
        {
            foreach (int row in (int[])[200, 0, 100])
            {
                foreach (int column in (int[])[145, 0])
                {
                    writer.Write(whole.Crop(new Window(column, row, 145, 100)), column, row);
                }
            }

            writer.Commit();
        }

        using RasterReader reader = RasterReader.Open(path);
        Assert.That(reader.Read<ushort>().Data, Is.EqualTo(whole.Data));
    }

    private void RoundTrip<T>(SampleType type, T[] values, RasterWriteOptions options)
        where T : unmanaged
    {
        var raster = new Raster<T>(2, 9, 23);
        for (int i = 0; i < raster.Data.Length; i++)
        {
            raster.Data[i] = values[i * 7 % values.Length];
        }

        string path = _folder["image.tif"];
        Profiles.WriteNew(path, Profiles.Plain(23, 9, 2, type), raster, options);
        using RasterReader reader = RasterReader.Open(path);
        Assert.Multiple(() =>
        {
            Assert.That(reader.Profile.SampleType, Is.EqualTo(type));
            Assert.That(reader.Read<T>().Data, Is.EqualTo(raster.Data));
        });
    }
}
