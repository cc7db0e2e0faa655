using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Removal;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Removal;

[TestFixture]
public class ImageFilesTests
{
    private const int Height = 9, Width = 11;

    [Test]
    public void An_image_that_did_not_change_is_written_with_the_numbers_of_its_source()
    {
        using var folder = new TestFolder();
        Raster<ushort> stored = Fixtures.Scene(Height, Width, 4, 4, 2);
        (stored[10, 3, 3], stored[2, 5, 5], stored[0, 1, 1]) = (0, 65535, 7);
        foreach (Radiometry radiometry in new[] { Radiometry.Dn, Radiometry.Harmonized })
        {
            RasterProfile profile = Placed(SampleType.UInt16) with { NoData = 7, Tags = new Dictionary<string, string> { ["NOTE"] = "kept" } };
            string source = folder[$"{radiometry.Name}.tif"], path = folder[$"{radiometry.Name}-out.tif"];
            Profiles.WriteNew(source, profile, stored);
            ImageFilesWriter.WriteOptical(path, Read(source, radiometry), source, radiometry, new RasterWriteOptions());
            using RasterReader before = RasterReader.Open(source), after = RasterReader.Open(path);
            Assert.Multiple(() =>
            {
                Assert.That(after.Read<ushort>().Data, Is.EqualTo(stored.Data));
                Assert.That(after.Profile.Crs, Is.EqualTo(before.Profile.Crs));
                Assert.That(after.Profile.Transform, Is.EqualTo(profile.Transform));
                Assert.That(after.Profile.SampleType, Is.EqualTo(SampleType.UInt16));
                Assert.That(after.Profile.NoData, Is.EqualTo(7));
                Assert.That(after.Profile.BandNames, Is.EqualTo(profile.BandNames));
                Assert.That(after.Profile.Tags["NOTE"], Is.EqualTo("kept"));
            });
        }
    }

    [Test]
    public void Samples_that_changed_are_rounded_and_clamped_in_the_type_of_the_source()
    {
        using var folder = new TestFolder();
        Profiles.WriteNew(folder["s.tif"], Placed(SampleType.Int16) with { NoData = -1 }, new Raster<short>(13, Height, Width, [.. Enumerable.Repeat((short)1500, 13 * Height * Width)]));
        float[] image = Read(folder["s.tif"], Radiometry.Harmonized);
        (image[0], image[1], image[2], image[3]) = (-1001, 99_999, 20.5f, 700.4f);
        ImageFilesWriter.WriteOptical(folder["o.tif"], image, folder["s.tif"], Radiometry.Harmonized, new RasterWriteOptions());
        using RasterReader written = RasterReader.Open(folder["o.tif"]);
        Assert.That(written.Read<short>().Data[..5], Is.EqualTo(new short[] { 0, short.MaxValue, 1020, 1700, 1500 }), "-1 is nodata, which no painted sample may become");
    }

    [Test]
    public void A_pixel_without_data_in_the_image_is_one_in_the_file()
    {
        using var folder = new TestFolder();
        Profiles.WriteNew(folder["s.tif"], Placed(SampleType.UInt16) with { NoData = 9 }, Fixtures.Scene(Height, Width, 4, 4, 2));
        float[] image = Read(folder["s.tif"], Radiometry.Dn);
        for (int c = 0; c < 13; c++)
        {
            image[c * Height * Width] = 0;
        }

        ImageFilesWriter.WriteOptical(folder["o.tif"], image, folder["s.tif"], Radiometry.Dn, new RasterWriteOptions());
        using RasterReader written = RasterReader.Open(folder["o.tif"]);
        Assert.That(Enumerable.Range(0, 13).Select(c => written.Read<ushort>()[c, 0, 0]), Is.All.EqualTo(9));
    }

    [Test]
    public void Planes_get_the_grid_and_the_type_asked_for()
    {
        using var folder = new TestFolder();
        Profiles.WriteNew(folder["s.tif"], Placed(SampleType.UInt16), Fixtures.Scene(Height, Width, 4, 4, 2));
        float[] mask = [.. Enumerable.Range(0, Height * Width).Select(i => i % 3 == 0 ? 255f : i % 3)];
        ImageFilesWriter.WritePlanes(folder["m.tif"], mask, folder["s.tif"], SampleType.UInt8, new RasterWriteOptions());
        using RasterReader written = RasterReader.Open(folder["m.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That(written.Profile, Has.Property(nameof(RasterProfile.BandCount)).EqualTo(1).And.Property(nameof(RasterProfile.SampleType)).EqualTo(SampleType.UInt8));
            Assert.That(written.Profile.Transform, Is.EqualTo(Placed(SampleType.UInt16).Transform));
            Assert.That(written.Read<byte>().Data, Is.EqualTo(mask.Select(v => (byte)v)));
        });
    }

    [Test]
    public void What_does_not_fit_is_refused_and_leaves_no_file()
    {
        using var folder = new TestFolder();
        Profiles.WriteNew(folder["s.tif"], Placed(SampleType.UInt16), Fixtures.Scene(Height, Width, 4, 4, 2));
        float[] image = Read(folder["s.tif"], Radiometry.Dn), broken = [.. image];
        broken[5] = float.NaN;
        void Write(float[] samples) => ImageFilesWriter.WriteOptical(folder["o.tif"], samples, folder["s.tif"], Radiometry.Dn, new RasterWriteOptions());
        Assert.Multiple(() =>
        {
            Assert.That(() => Write(image[1..]), Throws.InstanceOf<RasterMismatchException>().With.Message.Contains("s.tif").And.Message.Contains($"{image.Length - 1} samples"));
            Assert.That(() => Write(broken), Throws.InstanceOf<CloudlessException>().With.Message.Contains("sample 5"));
            Assert.That(
                () => ImageFilesWriter.WritePlanes(folder["o.tif"], image.AsSpan(1), folder["s.tif"], SampleType.Float32, new RasterWriteOptions()), Throws.InstanceOf<RasterMismatchException>());
            Assert.That(folder.Names, Is.EqualTo(new[] { "s.tif" }));
        });
    }

    [Test]
    public void A_cloud_free_image_of_another_grid_is_refused()
    {
        using var folder = new TestFolder();
        Profiles.WriteNew(folder["s.tif"], Placed(SampleType.UInt16), Fixtures.Scene(Height, Width, 4, 4, 2));
        Profiles.WriteNew(folder["t.tif"], Placed(SampleType.UInt16) with { Transform = [600_100, 10, 0, 5_500_000, 0, -10] }, Fixtures.Scene(Height, Width, 4, 4, 2));
        using var reader = new ImageFilesReader(ImageFiles.Of(folder["s.tif"], targetPath: folder["t.tif"]), Radiometry.Dn);
        Assert.That(() => reader.ReadTarget(new float[13 * Height * Width]), Throws.InstanceOf<RasterMismatchException>().With.Message.Contains("t.tif").And.Message.Contains("s.tif"));
    }

    private static RasterProfile Placed(SampleType type) => Profiles.Plain(Width, Height, 13, type) with
    {
        Crs = "EPSG:32632",
        Transform = [600_000, 10, 0, 5_500_000, 0, -10],
        BandNames = [.. Sentinel2Band.All.Select(b => b.Id)],
    };

    private static float[] Read(string path, Radiometry radiometry)
    {
        using var reader = new ImageFilesReader(ImageFiles.Of(path), radiometry);
        float[] image = new float[13 * Height * Width];
        reader.ReadOptical(image);
        return image;
    }
}
