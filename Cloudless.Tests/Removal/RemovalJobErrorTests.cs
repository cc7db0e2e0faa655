using Cloudless.Imagery;
using Cloudless.Rasters.Products;
using Cloudless.Removal;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Removal;

/// <summary>Bad input: each error names the file and the reason, and nothing is lost or left behind.</summary>
[TestFixture]
public class RemovalJobErrorTests
{
    private static readonly string[] Inputs = ["s1.tif", "s2.tif"];

    [Test]
    public void An_image_without_B10_is_refused_by_a_model_that_was_not_trained_for_that()
    {
        using var folder = new JobFolder();
        File.Delete(folder["s2.tif"]);
        Profiles.WriteNew(folder["s2.tif"], JobFolder.Grid(12, SampleType.UInt16, 0), new Raster<ushort>(12, JobFolder.Height, JobFolder.Width));
        Refuses<BandMissingException>(folder, folder.Request, "s2.tif", "no B10", "not trained");
    }

    [TestCase(RadiometryChoice.Dn)]
    [TestCase(RadiometryChoice.Harmonized)]
    public void Reflectance_in_place_of_dn_is_refused(RadiometryChoice radiometry)
    {
        using var folder = new JobFolder();
        File.Delete(folder["s2.tif"]);
        var reflectance = new Raster<float>(13, JobFolder.Height, JobFolder.Width, [.. folder.Scene.Data.Select(v => v / 10000f)]);
        Profiles.WriteNew(folder["s2.tif"], JobFolder.Profile(SampleType.Float32), reflectance);
        using CloudRemover remover = JobFolder.Remover();
        RemovalRequest request = folder.Request with { Source = new OpticalSourceOptions { Radiometry = radiometry } };
        Assert.That(() => RemovalJob.Run(request, remover),
            Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("s2.tif").And.Message.Contains("looks like reflectance"));
        Assert.That(folder.Names, Is.EqualTo(Inputs));
    }

    [Test]
    [Platform("Linux", Reason = "open files are looked up in /proc")]
    public void A_refused_job_closes_its_inputs()
    {
        using var folder = new JobFolder();
        Refuses<CloudlessException>(folder, folder.Request with { SarPath = folder["none.tif"] }, "none.tif");
        string?[] open = [.. Directory.GetFiles("/proc/self/fd").Select(f => new FileInfo(f).LinkTarget)];
        Assert.That(open, Has.None.EqualTo(folder["s2.tif"]));
    }

    [TestCase(1, "1 band")]
    [TestCase(3, "3 bands")]
    public void Sar_without_two_bands_is_refused(int bands, string found)
    {
        using var folder = new JobFolder();
        File.Delete(folder["s1.tif"]);
        Profiles.WriteNew(folder["s1.tif"], JobFolder.Grid(bands, SampleType.Float32, 0), new Raster<float>(bands, JobFolder.Height, JobFolder.Width));
        Refuses<BandMissingException>(folder, folder.Request, "s1.tif", found, "VV and VH");
    }

    [Test]
    public void Sar_that_does_not_overlap_is_refused()
    {
        using var folder = new JobFolder();
        File.Delete(folder["s1.tif"]);
        Profiles.WriteNew(folder["s1.tif"], JobFolder.Grid(2, SampleType.Float32, 1000), Fixtures.Sar(JobFolder.Height, JobFolder.Width));
        Refuses<RasterMismatchException>(folder, folder.Request, "s1.tif", "overlap");
    }

    [Test]
    public void Sar_without_a_valid_value_is_refused()
    {
        using var folder = new JobFolder();
        File.Delete(folder["s1.tif"]);
        Profiles.WriteNew(folder["s1.tif"], JobFolder.Grid(2, SampleType.Float32, 0), new Raster<float>(2, JobFolder.Height, JobFolder.Width));
        Refuses<RasterMismatchException>(folder, folder.Request, "s1.tif", "no valid value");
    }

    [TestCase("s2.tif")]
    [TestCase("s1.tif")]
    public void Empty_cut_off_and_missing_files_are_refused(string name)
    {
        using var folder = new JobFolder();
        byte[] whole = File.ReadAllBytes(folder[name]);
        File.WriteAllBytes(folder[name], []);
        Refuses<UnsupportedProductException>(folder, folder.Request, name, "empty");
        File.WriteAllBytes(folder[name], whole[..(whole.Length / 2)]);
        Refuses<UnsupportedProductException>(folder, folder.Request, name, "cut off");
        File.Delete(folder[name]);
        Assert.That(() => Run(folder.Request), Throws.InstanceOf<CloudlessException>().With.Message.Contains(name).And.Message.Contains("does not exist"));
    }

    [Test]
    public void A_model_that_breaks_the_contract_is_refused()
    {
        using var folder = new JobFolder();
        File.WriteAllBytes(folder["bad.onnx"], [8, 8, 18, 4]);
        Assert.That(() => RemovalJob.Run(folder.Request with { ModelPath = folder["bad.onnx"] }),
            Throws.TypeOf<ModelContractException>().With.Message.Contains("bad.onnx"));
        Assert.That(folder.Names, Is.EqualTo(new[] { "bad.onnx", "s1.tif", "s2.tif" }));
    }

    [Test]
    public void A_model_that_needs_sar_refuses_a_job_without_before_any_work()
    {
        using var folder = new JobFolder();
        Refuses<ModelContractException>(folder, folder.Request with { SarPath = null }, "s2.tif", "needs SAR");
    }

    [TestCase("out.tif")]
    [TestCase("mask.tif")]
    [TestCase("weight.tif")]
    [TestCase("look.png")]
    [TestCase("receipt.json")]
    public void An_existing_output_is_left_as_it_is(string name)
    {
        using var folder = new JobFolder();
        File.WriteAllText(folder[name], "precious");
        Assert.That(() => Run(folder.Request), Throws.TypeOf<OutputExistsException>().With.Message.Contains(name).And.Message.Contains("--overwrite"));
        Assert.That(File.ReadAllText(folder[name]), Is.EqualTo("precious"));
        Assert.That(folder.Names, Is.EquivalentTo(new[] { "s1.tif", "s2.tif", name }));
    }

    [Test]
    public void An_output_that_is_an_input_or_another_output_is_refused_even_with_overwrite()
    {
        using var folder = new JobFolder();
        byte[] before = File.ReadAllBytes(folder["s2.tif"]);
        RemovalRequest request = folder.Request with { Overwrite = true };
        Refuses<CloudlessException>(folder, request with { OutputPath = folder["s2.tif"] }, "s2.tif", "an input");
        Refuses<CloudlessException>(folder, request with { MaskPath = folder["out.tif"] }, "out.tif", "the output 'image'");
        Refuses<CloudlessException>(folder, request with { WeightPath = folder["./x/../s1.tif"] }, "s1.tif", "an input");
        Assert.That(File.ReadAllBytes(folder["s2.tif"]), Is.EqualTo(before));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "links need a privilege there")]
    public void An_output_that_links_to_an_input_is_refused()
    {
        using var folder = new JobFolder();
        File.CreateSymbolicLink(folder["link.tif"], folder["s2.tif"]);
        Directory.CreateSymbolicLink(folder["way"], Path.GetDirectoryName(folder["s2.tif"])!);
        foreach (string other in new[] { "link.tif", "way/s2.tif" })
        {
            Assert.That(() => Run(folder.Request with { OutputPath = folder[other], Overwrite = true }),
                Throws.TypeOf<CloudlessException>().With.Message.Contains("an input"));
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Cancellation_in_the_middle_leaves_no_new_file_and_every_old_one(bool overwrite)
    {
        using var folder = new JobFolder();
        if (overwrite)
        {
            File.WriteAllText(folder["out.tif"], "precious");
        }

        using var cancellation = new CancellationTokenSource();
        using CloudRemover remover = JobFolder.Remover(onRun: _ => cancellation.Cancel());
        Assert.That(() => RemovalJob.Run(folder.Request with { Overwrite = overwrite }, remover, null, cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(folder.Names, Is.EquivalentTo(overwrite ? [.. Inputs, "out.tif"] : Inputs));
        Assert.That(!overwrite || File.ReadAllText(folder["out.tif"]) == "precious");
    }

    [Test]
    public void A_failure_in_the_last_stage_puts_no_output_in_place()
    {
        // The folder of the quicklook vanishes while the others are being written, as a full or unplugged disk would have it.
        using var folder = new JobFolder();
        Directory.CreateDirectory(folder["disk"]);
        File.WriteAllText(folder["out.tif"], "precious");
        using CloudRemover remover = JobFolder.Remover();
        var unplug = new OnStage("writing", () => Directory.Delete(folder["disk"], recursive: true));
        RemovalRequest request = folder.Request with { QuicklookPath = folder["disk/look.png"], Overwrite = true };
        Assert.That(() => RemovalJob.Run(request, remover, unplug),
            Throws.InstanceOf<CloudlessException>().With.Message.Contains(folder["disk"]).And.Message.Not.Contains("tmp.png"));
        Assert.That(File.ReadAllText(folder["out.tif"]), Is.EqualTo("precious"));
        Assert.That(folder.Names, Is.EquivalentTo(new[] { "out.tif", "s1.tif", "s2.tif" }));
    }

    [Test]
    [NonParallelizable]
    public void A_full_disk_puts_no_output_in_place_on_any_disk()
    {
        using var folder = new JobFolder();
        using var disk = new SmallDisk("16k");
        RemovalRequest request = folder.Request with { OutputPath = disk["out.tif"], QuicklookPath = null };
        Assert.That(() => Run(request), Throws.TypeOf<CloudlessException>()
            .With.Message.Contains(disk["out.tif"]).And.Message.Contains("Is the disk full?"));
        Assert.That(folder.Names, Is.EqualTo(Inputs));
        Assert.That(Directory.GetFileSystemEntries(disk.Path), Is.Empty);
    }

    private static void Refuses<TError>(JobFolder folder, RemovalRequest request, params string[] said)
        where TError : CloudlessException
    {
        TError error = Assert.Throws<TError>(() => Run(request))!;
        Assert.Multiple(() =>
        {
            Assert.That(said, Is.All.Matches<string>(s => error.Message.Contains(s, StringComparison.Ordinal)), error.Message);
            Assert.That(folder.Names, Is.EqualTo(Inputs));
        });
    }

    private static void Run(RemovalRequest request)
    {
        using CloudRemover remover = JobFolder.Remover();
        RemovalJob.Run(request, remover);
    }

    private sealed class OnStage(string stage, Action action) : IProgress<RemovalProgress>
    {
        public void Report(RemovalProgress value)
        {
            if (value.Stage == stage && value.Done == 0)
            {
                action();
            }
        }
    }
}
