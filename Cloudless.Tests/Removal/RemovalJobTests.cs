using System.Text.Json;
using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Masks;
using Cloudless.Rasters;
using Cloudless.Rasters.Products;
using Cloudless.Removal;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Removal;

[TestFixture]
public class RemovalJobTests
{
    [TestCase(SampleType.UInt16)]
    [TestCase(SampleType.Int16)]
    [TestCase(SampleType.Float32)]
    public void Clear_and_nodata_pixels_of_the_written_file_are_the_inputs_bit_by_bit(SampleType type)
    {
        using var folder = new JobFolder(type);
        RemovalReceipt receipt = Run(folder, folder.Request);
        float[] input = folder.Read<float>("s2.tif").Data, output = folder.Read<float>("out.tif").Data;
        Raster<float> weight = folder.Read<float>("weight.tif");
        int changed = 0;
        for (int i = 0; i < input.Length; i++)
        {
            if (weight.Data[i % weight.PlaneLength] == 0)
            {
                Assert.That(output[i], Is.EqualTo(input[i]));
            }

            changed += output[i] != input[i] ? 1 : 0;
        }

        Assert.Multiple(() =>
        {
            Assert.That(changed, Is.GreaterThan(13 * 300));
            Assert.That(weight[0, 10, JobFolder.Width - 1], Is.Zero);
            Assert.That(receipt.Statistics.NoDataPixels, Is.EqualTo(2 * JobFolder.Height));
        });
    }

    [Test]
    public void A_saturated_sample_and_a_zero_in_one_band_are_data_and_no_painted_sample_becomes_either()
    {
        using var folder = new JobFolder();

        // A clear pixel, and one in the middle of the cloud.
        foreach ((int row, int column) in ((int, int)[])[(55, 5), (30, 30)])
        {
            (folder.Scene[12, row, column], folder.Scene[0, row, column]) = (ushort.MaxValue, 0);
        }

        File.Delete(folder["s2.tif"]);
        Profiles.WriteNew(folder["s2.tif"], JobFolder.Profile(SampleType.UInt16), folder.Scene);
        RemovalReceipt receipt = Run(folder, folder.Request);
        Raster<ushort> output = folder.Read<ushort>("out.tif");
        Raster<float> weight = folder.Read<float>("weight.tif");
        Assert.Multiple(() =>
        {
            Assert.That((weight[0, 55, 5], weight[0, 30, 30]), Is.EqualTo((0f, 1f)), "the fixture's pixels");
            Assert.That((output[12, 55, 5], output[0, 55, 5]), Is.EqualTo((ushort.MaxValue, (ushort)0)));
            Assert.That(output[12, 30, 30], Is.InRange(1, 65534));
            Assert.That(output[0, 30, 30], Is.InRange(1, 65534));
            Assert.That(receipt.Statistics.NoDataPixels, Is.EqualTo(2 * JobFolder.Height), "the columns that are 0 in every band, as before");
        });
    }

    [Test]
    public void Painted_samples_of_the_written_file_are_the_composite_rounded()
    {
        using var folder = new JobFolder();
        Run(folder, folder.Request);
        using CloudRemover remover = JobFolder.Remover();
        RemovalResult memory = remover.Remove(Fixtures.SignedDn(folder.Scene), Fixtures.Sar(JobFolder.Height, JobFolder.Width));
        Raster<ushort> file = folder.Read<ushort>("out.tif");
        for (int i = 0; i < file.Data.Length; i++)
        {
            ushort expected = memory.Weight.Data[i % file.PlaneLength] == 0
                ? folder.Scene.Data[i]
                : Radiometry.Dn.ToStored<ushort>(memory.Image.Data[i], 0);
            Assert.That(file.Data[i], Is.EqualTo(expected));
        }
    }

    [Test]
    public void The_written_files_have_the_same_bytes_on_one_thread_and_on_four()
    {
        using var folder = new JobFolder();
        var model = Fixtures.Model();
        var files = new List<byte[][]>();
        foreach ((int threads, int tile) in new[] { (1, 16), (4, 16), (4, 64) })
        {
            using var remover = new CloudRemover(model, new ExecutionOptions { Engine = EngineKind.Cpu, Threads = threads, TileSize = tile });
            RemovalJob.Run(folder.Request with { Overwrite = true, Layout = new RasterWriteOptions { Overviews = true, Threads = threads } }, remover);
            files.Add([.. new[] { "out.tif", "mask.tif", "weight.tif", "look.png" }.Select(f => File.ReadAllBytes(folder[f]))]);
        }

        Assert.That(files[1], Is.EqualTo(files[0]));
        Assert.That(files[2], Is.EqualTo(files[0]));
    }

    [Test]
    public void The_profile_is_kept_and_tags_tell_what_was_done()
    {
        using var folder = new JobFolder();
        Run(folder, folder.Request);
        using RasterReader before = RasterReader.Open(folder["s2.tif"]), after = RasterReader.Open(folder["out.tif"]);
        RasterProfile expected = before.Profile, found = after.Profile;
        Assert.Multiple(() =>
        {
            Assert.That(found.SampleType, Is.EqualTo(SampleType.UInt16));
            Assert.That(found.BandCount, Is.EqualTo(13));
            Assert.That(RasterWarp.SharesGrid(expected, found));
            Assert.That(found.Crs, Is.EqualTo(expected.Crs));
            Assert.That(found.Transform, Is.EqualTo(expected.Transform));
            Assert.That(found.NoData, Is.Zero);
            Assert.That(found.BandNames, Is.EqualTo(expected.BandNames));
            Assert.That(found.Tags["ORBIT"], Is.EqualTo("51"));
            Assert.That(found.Tags["CLOUDLESS_MODEL"], Is.EqualTo("small-random"));
            Assert.That(found.Tags["CLOUDLESS_MODEL_SHA256"], Has.Length.EqualTo(64));
            Assert.That(found.Tags["CLOUDLESS_RADIOMETRY"], Is.EqualTo("dn"));
            Assert.That(found.Tags["CLOUDLESS_SAR"], Is.EqualTo("dB"));
            Assert.That(found.Tags["CLOUDLESS_VERSION"], Is.Not.Empty);
        });
    }

    [Test]
    public void Mask_and_receipt_say_what_was_found_and_done()
    {
        using var folder = new JobFolder();
        RemovalReceipt receipt = Run(folder, folder.Request);
        Raster<byte> mask = folder.Read<byte>("mask.tif");
        JsonElement json = JsonDocument.Parse(File.ReadAllText(folder["receipt.json"])).RootElement;
        Assert.Multiple(() =>
        {
            Assert.That(mask[0, 30, 30], Is.EqualTo(PixelClass.Cloud));
            Assert.That(mask[0, 5, 5], Is.Not.EqualTo(PixelClass.Cloud));
            Assert.That(mask[0, 5, JobFolder.Width - 1], Is.EqualTo(PixelClass.NoData));
            Assert.That(json.GetProperty("sar").GetProperty("scale").GetString(), Is.EqualTo(nameof(SarScale.Decibel)));
            Assert.That(json.GetProperty("model").GetProperty("name").GetString(), Is.EqualTo("small-random"));
            Assert.That(json.GetProperty("inputs").GetArrayLength(), Is.EqualTo(2));
            Assert.That(json.GetProperty("statistics").GetProperty("tiles").GetInt32(), Is.EqualTo(6));
            Assert.That(receipt.Outputs.Select(f => f.Role), Is.EqualTo(new[] { "image", "mask", "weight", "quicklook" }));
            Assert.That(receipt.Outputs[0].Sha256, Is.EqualTo(FileFacts.Of("image", folder["out.tif"]).Sha256));
            Assert.That(receipt.Seconds.Keys, Is.EqualTo(new[] { "reading", "masking", "removing clouds", "writing", "hashing" }));
            Assert.That(File.ReadAllBytes(folder["look.png"]).AsSpan(1, 3).ToArray(), Is.EqualTo("PNG"u8.ToArray()));
            Assert.That(folder.Names, Is.EquivalentTo(new[] { "s1.tif", "s2.tif", "out.tif", "mask.tif", "weight.tif", "look.png", "receipt.json" }));
        });
    }

    [Test]
    public void Harmonized_input_gives_the_same_image_a_thousand_higher()
    {
        using var plain = new JobFolder();
        using var shifted = new JobFolder(add: 1000);
        Run(plain, plain.Request);
        Run(shifted, shifted.Request with { Source = new OpticalSourceOptions { Radiometry = RadiometryChoice.Harmonized } });
        int[] a = [.. plain.Read<ushort>("out.tif").Data], b = [.. shifted.Read<ushort>("out.tif").Data];
        for (int i = 0; i < a.Length; i++)
        {
            bool data = i % JobFolder.Width < JobFolder.Width - 2;
            // A prediction below 1 DN is clamped in the plain file only.
            Assert.That(b[i], data ? a[i] == 1 ? Is.InRange(1, 1001) : Is.EqualTo(a[i] + 1000) : Is.Zero);
        }
    }

    [Test]
    public void Sar_on_another_grid_is_aligned_and_a_partial_overlap_is_reported()
    {
        using var folder = new JobFolder();
        File.Delete(folder["s1.tif"]);
        Profiles.WriteNew(folder["s1.tif"], JobFolder.Grid(2, SampleType.Float32, 35), Fixtures.Sar(JobFolder.Height, JobFolder.Width));
        RemovalReceipt receipt = Run(folder, folder.Request);
        // Half of the columns lie outside; the border between them may be a pixel wide.
        Assert.That(receipt.Sar!.FilledPercent, Is.EqualTo(50).Within(2));
        Assert.That(receipt.Sar.Summary, Does.Contain("without data"));
    }

    [Test]
    public void One_remover_serves_many_jobs_and_earlier_outputs_are_replaced_when_asked()
    {
        using var folder = new JobFolder();
        using CloudRemover remover = JobFolder.Remover();
        RemovalJob.Run(folder.Request, remover);
        byte[] first = File.ReadAllBytes(folder["out.tif"]);
        RemovalJob.Run(folder.Request with { Overwrite = true }, remover);
        Assert.That(File.ReadAllBytes(folder["out.tif"]), Is.EqualTo(first));
    }

    private static RemovalReceipt Run(JobFolder folder, RemovalRequest request, RemovalOptions? options = null)
    {
        using CloudRemover remover = JobFolder.Remover(options);
        return RemovalJob.Run(request, remover);
    }
}
