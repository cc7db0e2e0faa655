using System.Text.Json;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Masks;
using Cloudless.Rasters;
using Cloudless.Rasters.Products;
using Cloudless.Removal;
using Cloudless.Removal.Streaming;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Removal;

/// <summary>What a removal writes beside the image and into it.</summary>
[TestFixture]
public class RemovalOutputsTests
{
    private static readonly string[] Rasters = ["out.tif", "mask.tif", "score.tif", "weight.tif", "changed.tif"];

    [Test]
    public void Every_raster_is_a_cog_when_asked([Values] RasterCompression compression)
    {
        using var folder = new JobFolder();
        Run(folder, All(folder) with { Layout = new RasterWriteOptions { Format = RasterFormat.Cog, Compression = compression, Overviews = true } });
        Assert.Multiple(() =>
        {
            foreach (string name in Rasters)
            {
                Assert.That(CogRules.Broken(folder[name]), Is.Empty, name);
            }
        });
    }

    [Test]
    public void Changed_pixels_are_those_whose_bits_differ([Values] RasterFormat format, [Values(SampleType.UInt16, SampleType.Float32)] SampleType type)
    {
        using var folder = new JobFolder(type);
        Run(folder, All(folder) with { Layout = new RasterWriteOptions { Format = format } });
        float[] before = folder.Read<float>("s2.tif").Data, after = folder.Read<float>("out.tif").Data;
        byte[] changed = folder.Read<byte>("changed.tif").Data;
        byte[] expected = [.. changed.Select((_, p) => (byte)(Enumerable.Range(0, 13).Any(c => before[(c * changed.Length) + p] != after[(c * changed.Length) + p]) ? 1 : 0))];
        Assert.That(changed, Is.EqualTo(expected));
        Assert.That(changed.Count(c => c == 1), Is.InRange(300, changed.Length - 300));
    }

    [Test]
    public void The_score_is_that_of_the_whole_scene_however_it_is_cut()
    {
        using var folder = new JobFolder();
        float[] expected = new float[JobFolder.Height * JobFolder.Width];
        CloudScore.Compute(Fixtures.SignedDn(folder.Scene).Data, JobFolder.Height, JobFolder.Width, new CloudMaskOptions { MarkNoData = true }, expected);
        foreach (int rows in new[] { 0, 1 })
        {
            Run(folder, All(folder) with { Overwrite = true, Limits = new StreamLimits { StripRows = rows } });
            Assert.That(folder.Read<float>("score.tif").Data, Is.EqualTo(expected));
        }
    }

    [Test]
    public void Everything_has_the_same_bytes_on_one_thread_and_on_four()
    {
        using var folder = new JobFolder();
        var model = Fixtures.Model();
        var files = new List<byte[][]>();
        foreach ((int threads, int tile) in new[] { (1, 16), (4, 64) })
        {
            using var remover = new CloudRemover(model, new ExecutionOptions { Engine = EngineKind.Cpu, Threads = threads, TileSize = tile });
            RemovalJob.Run(All(folder) with { Overwrite = true, Layout = new RasterWriteOptions { Overviews = true, Threads = threads } }, remover);
            files.Add([.. Rasters.Append("look.png").Select(f => File.ReadAllBytes(folder[f]))]);
        }

        Assert.That(files[1], Is.EqualTo(files[0]));
    }

    [TestCase(0, "dn")]
    [TestCase(1000, "harmonized")]
    public void The_image_says_how_its_numbers_become_reflectance_and_is_read_back_so(int add, string radiometry)
    {
        using var folder = new JobFolder(add: add);
        Run(folder, folder.Request with { Source = new OpticalSourceOptions { Radiometry = Enum.Parse<RadiometryChoice>(radiometry, ignoreCase: true) } });
        using RasterReader reader = RasterReader.Open(folder["out.tif"]);
        using OpticalSource again = OpticalSource.Open(folder["out.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That(reader.Profile.BandScales, Is.All.EqualTo(0.0001).And.Exactly(13).Items);
            Assert.That(reader.Profile.BandOffsets, Is.All.EqualTo(-add / 10000.0).And.Exactly(13).Items);
            Assert.That(again.Radiometry.Name, Is.EqualTo(radiometry));
        });
        Assert.That(Programs.Run("gdalinfo", folder["out.tif"]), Does.Contain($"Offset: {(add == 0 ? "0" : "-0.1")},   Scale:0.0001").And.Contain("CLOUDLESS_MODEL_VERSION=0.0.1"));
    }

    [Test]
    public void Page_item_and_receipt_tell_of_each_other_and_of_every_file()
    {
        using var folder = new JobFolder();
        RemovalReceipt receipt = Run(folder, All(folder));
        JsonElement assets = JsonDocument.Parse(File.ReadAllText(folder["item.json"])).RootElement.GetProperty("assets");
        JsonElement written = JsonDocument.Parse(File.ReadAllText(folder["receipt.json"])).RootElement.GetProperty("outputs");
        string[] roles = ["image", "mask", "score", "weight", "changed", "quicklook", "page"];
        Assert.Multiple(() =>
        {
            Assert.That(receipt.Outputs.Select(o => o.Role), Is.EqualTo(roles.Append("item")));
            Assert.That(written.GetArrayLength(), Is.EqualTo(8));
            Assert.That(assets.EnumerateObject().Select(a => a.Name), Is.EqualTo(roles.Append("receipt")));
            foreach (ReceiptFile file in receipt.Outputs.Where(o => o.Role != "item"))
            {
                string path = Path.Combine(Path.GetDirectoryName(folder["item.json"])!, assets.GetProperty(file.Role).GetProperty("href").GetString()!);
                Assert.That(assets.GetProperty(file.Role).GetProperty("file:checksum").GetString(), Is.EqualTo("1220" + FileFacts.Of("", path).Sha256), file.Role);
            }

            Assert.That(File.ReadAllText(folder["page.html"]), Does.Contain("s2.tif without clouds").And.Contain("look.png").And.Contain("data:image/png"));
            Assert.That(folder.Names, Has.None.StartsWith("."));
        });
    }

    [Test]
    public void The_tags_name_sar_model_and_detector()
    {
        using var folder = new JobFolder();
        Run(folder, folder.Request);
        using RasterReader reader = RasterReader.Open(folder["out.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That(reader.Profile.Tags["CLOUDLESS_SAR_ID"], Is.EqualTo("s1.tif"));
            Assert.That(reader.Profile.Tags["CLOUDLESS_DETECTOR"], Is.EqualTo("spectral"));
            Assert.That(reader.Profile.Tags["CLOUDLESS_MODEL_VERSION"], Is.EqualTo("0.0.1"));
        });
    }

    [Test]
    public void An_item_without_a_time_is_refused_before_any_work()
    {
        using var folder = new JobFolder();
        Assert.That(() => Run(folder, All(folder) with { Taken = null }), Throws.TypeOf<CloudlessException>().With.Message.Contains("--datetime"));
        Assert.That(folder.Names, Is.EquivalentTo(new[] { "s1.tif", "s2.tif" }));
    }

    [Test]
    public void A_score_of_a_mask_from_a_file_is_refused_before_any_work()
    {
        using var folder = new JobFolder();
        Profiles.WriteNew(folder["scl.tif"], JobFolder.Grid(1, SampleType.UInt8, 0), new Raster<byte>(1, JobFolder.Height, JobFolder.Width));
        var options = new RemovalOptions { Detector = new DetectorOptions { Kind = DetectorKind.Raster, Raster = new MaskRasterOptions { Path = folder["scl.tif"] } } };
        using CloudRemover remover = JobFolder.Remover(options);
        Assert.That(() => RemovalJob.Run(All(folder), remover), Throws.TypeOf<CloudlessException>().With.Message.Contains("--score-out"));
        Assert.That(folder.Names, Is.EquivalentTo(new[] { "s1.tif", "s2.tif", "scl.tif" }));
    }

    private static RemovalRequest All(JobFolder folder) => folder.Request with
    {
        ScorePath = folder["score.tif"],
        ChangedPath = folder["changed.tif"],
        PagePath = folder["page.html"],
        ItemPath = folder["item.json"],
        Taken = new DateTime(2021, 7, 1, 10, 30, 31, DateTimeKind.Utc),
    };

    private static RemovalReceipt Run(JobFolder folder, RemovalRequest request)
    {
        using CloudRemover remover = JobFolder.Remover();
        return RemovalJob.Run(request, remover);
    }
}
