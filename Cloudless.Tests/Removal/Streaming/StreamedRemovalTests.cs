using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Networks.Onnx;
using Cloudless.Rasters;
using Cloudless.Removal;
using Cloudless.Removal.Streaming;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Removal.Streaming;

/// <summary>A scene that goes strip by strip through temporary files has the bits of one that is in memory as a whole.</summary>
[TestFixture]
public class StreamedRemovalTests
{
    [TestCase(64, null)]
    [TestCase(64, PriorFillCard.SarRegression)]
    [TestCase(128, PriorFillCard.PatchMedian)]
    [TestCase(320, PriorFillCard.PatchMean)]
    public void A_streamed_scene_equals_the_whole_one_bit_by_bit(int stripRows, string? fill)
    {
        using var scene = new LargeScene();
        using CloudRemover remover = LargeScene.Remover(fill);
        RemovalReceipt receipt = RemovalJob.Run(scene.Request with { Limits = new StreamLimits(0, stripRows) }, remover);
        (Raster<ushort> image, RemovalResult whole) = scene.Whole(remover);
        Assert.Multiple(() =>
        {
            Assert.That(whole.Statistics.ChangedPixels, Is.InRange(5_000, 40_000), "the scene has both");
            Assert.That(scene.Read<ushort>("out.tif").Data, Is.EqualTo(image.Data));
            Assert.That(scene.Read<float>("weight.tif").Data, Is.EqualTo(whole.Weight.Data));
            Assert.That(scene.Read<byte>("mask.tif").Data, Is.EqualTo(CloudShadowMask.Compute(Fixtures.SignedDn(scene.Scene), new CloudMaskOptions { MarkNoData = true }).Data));
            Assert.That(receipt.Statistics, Is.EqualTo(whole.Statistics));
            Assert.That(receipt.Statistics.SkippedTiles, Is.GreaterThan(5));
            Assert.That(receipt.PriorFill, Is.EqualTo(whole.PriorFill));
            Assert.That(receipt.Sar!.FilledPercent, Is.EqualTo(whole.Sar!.FilledPercent));
        });
    }

    [Test]
    public void All_files_have_the_same_bytes_whatever_is_held_at_once_and_however_many_threads_work()
    {
        using var scene = new LargeScene();
        var files = new List<byte[][]>();
        foreach ((StreamLimits limits, int threads) in ((StreamLimits, int)[])[(new(), 1), (LargeScene.Smallest, 3), (new(500_000, 192), 2)])
        {
            using CloudRemover remover = LargeScene.Remover(PriorFillCard.SarRegression, threads: threads);
            RemovalJob.Run(scene.Request with { Limits = limits, Overwrite = true }, remover);
            files.Add([.. ((string[])["out.tif", "mask.tif", "weight.tif", "look.png"]).Select(name => File.ReadAllBytes(scene[name]))]);
        }

        Assert.That(files[1], Is.EqualTo(files[0]));
        Assert.That(files[2], Is.EqualTo(files[0]));
    }

    [Test]
    public void Without_composite_and_without_SAR_too_it_is_the_whole_scenes_result()
    {
        using var scene = new LargeScene();
        using CloudRemover remover = LargeScene.Remover(PriorFillCard.PatchMean, new RemovalOptions { Composite = false }, missingSar: -15);
        RemovalJob.Run(scene.Request with { SarPath = null }, remover);
        Assert.That(scene.Read<ushort>("out.tif").Data, Is.EqualTo(scene.Whole(remover, sar: false).Image.Data));
    }

    [Test]
    public void Twelve_bands_stay_twelve_where_the_model_knows_what_stands_for_B10()
    {
        using var scene = new LargeScene(bands: 12);
        using CloudRemover remover = LargeScene.Remover(PriorFillCard.SarRegression, missingB10: 12);
        RemovalReceipt receipt = RemovalJob.Run(scene.Request, remover);
        Assert.Multiple(() =>
        {
            Assert.That(scene.Read<ushort>("out.tif").Data, Is.EqualTo(scene.Whole(remover).Image.Data));
            Assert.That(receipt.Notes, Has.Some.Contains("no B10"));
        });
    }

    [Test]
    public void A_cloud_optimized_file_copied_from_the_jobs_own_work_is_the_one_that_is_made_of_the_finished_image()
    {
        using var scene = new LargeScene();
        using CloudRemover remover = LargeScene.Remover();
        RemovalJob.Run(scene.Request, remover);
        RasterWriteOptions cog = scene.Request.Layout with { Format = RasterFormat.Cog };
        RemovalJob.Run(scene.Request with { OutputPath = scene["c.tif"], MaskPath = scene["cm.tif"], WeightPath = scene["cw.tif"], QuicklookPath = null, Layout = cog }, remover);
        using RasterReader reader = RasterReader.Open(scene["out.tif"]);
        Profiles.WriteNew(scene["copy.tif"], reader.Profile, reader.Read<ushort>(), cog);
        string made = Programs.Run("gdalinfo", $"-checksum \"{scene["c.tif"]}\""), copied = Programs.Run("gdalinfo", $"-checksum \"{scene["copy.tif"]}\"");
        Assert.Multiple(() =>
        {
            Assert.That(Rest(made), Is.EqualTo(Rest(copied)));
            Assert.That(made, Does.Contain("LAYOUT=COG").And.Contain("Overviews: 108x165"));
            Assert.That(Programs.Run("gdalinfo", $"\"{scene["cm.tif"]}\""), Does.Contain("LAYOUT=COG").And.Contain("ColorInterp=Palette").And.Contain("Overviews: 108x165"));
            Assert.That(scene.Read<byte>("cm.tif").Data, Is.EqualTo(scene.Read<byte>("mask.tif").Data));
            Assert.That(scene.Read<float>("cw.tif").Data, Is.EqualTo(scene.Read<float>("weight.tif").Data));
            Assert.That(scene.Names, Has.None.Contains("tmp").And.None.Contains("vrt"));
        });

        // New versions of GDAL tell how overviews were made, where the driver made them; the job has made its own by then.
        static string Rest(string told) =>
            string.Join('\n', told[told.IndexOf("Size is", StringComparison.Ordinal)..].Split('\n').Where(l => !l.Contains("OVERVIEW_RESAMPLING", StringComparison.Ordinal)));
    }

    [TestCase(SampleType.UInt8)]
    [TestCase(SampleType.Int8)]
    [TestCase(SampleType.Int16)]
    [TestCase(SampleType.Float32)]
    [TestCase(SampleType.Float64)]
    public void Every_sample_type_is_copied_into_a_cloud_optimized_file_as_it_is(SampleType type)
    {
        using var folder = new JobFolder(type);
        using CloudRemover remover = JobFolder.Remover();
        RemovalJob.Run(folder.Request, remover);
        var cog = new RasterWriteOptions { Format = RasterFormat.Cog, Overviews = true };
        RemovalJob.Run(folder.Request with { OutputPath = folder["c.tif"], Layout = cog, Overwrite = true, Limits = LargeScene.Smallest }, remover);
        using RasterReader plain = RasterReader.Open(folder["out.tif"]), copy = RasterReader.Open(folder["c.tif"]);
        Assert.That(copy.Profile.SampleType, Is.EqualTo(type));
        Assert.That(copy.Read<double>().Data, Is.EqualTo(plain.Read<double>().Data));
    }
}
