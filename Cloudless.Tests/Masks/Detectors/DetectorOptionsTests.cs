using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Masks.Detectors;

[TestFixture]
public class DetectorOptionsTests
{
    private static readonly RasterProfile Grid = Profiles.Plain(40, 30, 13, SampleType.UInt16);

    [Test]
    public void Each_detector_has_its_source()
    {
        var s2Cloudless = new DetectorOptions { Kind = DetectorKind.S2Cloudless, ModelPath = Fixtures.Path("lightgbm-plain.txt") };
        using var folder = new TestFolder();
        Profiles.WriteNew(folder["m.tif"], Profiles.Plain(40, 30, 1, SampleType.UInt8), new Raster<byte>(1, 30, 40));
        var raster = new DetectorOptions { Kind = DetectorKind.Raster, Raster = new MaskRasterOptions { Path = folder["m.tif"] } };
        using RemovalMaskSource one = Create(new DetectorOptions()), two = Create(s2Cloudless), three = Create(raster);
        Assert.Multiple(() =>
        {
            Assert.That(one, Is.TypeOf<SpectralRemovalMask>());
            Assert.That(two, Is.TypeOf<S2CloudlessRemovalMask>());
            Assert.That(two.Notes.Single(), Does.Contain("SHA-256").And.Contain("60 m"));
            Assert.That(three, Is.TypeOf<RasterRemovalMask>());
            Assert.That(s2Cloudless.Files().Single().Path, Is.EqualTo(s2Cloudless.ModelPath));
            Assert.That(raster.Files().Single().Path, Is.EqualTo(folder["m.tif"]));
        });
    }

    [Test]
    public void What_a_detector_needs_and_does_not_get_is_named() => Assert.Multiple(() =>
    {
        Assert.That(() => Create(new DetectorOptions { Kind = DetectorKind.S2Cloudless }), Throws.ArgumentException.With.Message.Contains("model"));
        Assert.That(() => Create(new DetectorOptions { Kind = DetectorKind.Raster }), Throws.ArgumentException.With.Message.Contains("file"));
        Assert.That(() => Create(new DetectorOptions { Kind = (DetectorKind)9 }), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => Create(new DetectorOptions { Kind = DetectorKind.S2Cloudless, ModelPath = "m.txt", S2Cloudless = new S2CloudlessOptions { Resolution = 7 } }),
            Throws.TypeOf<ArgumentOutOfRangeException>());
    });

    [Test]
    public void An_image_without_B10_is_not_for_s2cloudless() => Assert.That(
        () => RemovalMaskSource.Create(
            new DetectorOptions { Kind = DetectorKind.S2Cloudless, ModelPath = Fixtures.Path("lightgbm-plain.txt") }, new RemovalMaskOptions(), Grid with { BandCount = 12 }),
        Throws.TypeOf<BandMissingException>().With.Message.Contains("B10").And.Message.Contains("Level-1C"));

    private static RemovalMaskSource Create(DetectorOptions options) => RemovalMaskSource.Create(options, new RemovalMaskOptions(), Grid);
}
