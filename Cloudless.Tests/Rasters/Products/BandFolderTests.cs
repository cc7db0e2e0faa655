using System.Diagnostics;
using Cloudless.Benchmarks.SafeTrees;
using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Rasters.Products;

namespace Cloudless.Tests.Rasters.Products;

[TestFixture]
public class BandFolderTests
{
    [TestCase("T31TDH_20150726T105036_{0}.jp2")]
    [TestCase("T31TDH_20150726T105036_{0}_{1}m.jp2")]
    [TestCase("S2A_MSIL1C_20150726T105036_56_35_{0}.tif")]
    [TestCase("{0}.tif")]
    public void A_folder_or_a_list_of_band_files_is_a_scene(string format)
    {
        using var folder = new TestFolder();
        string[] paths = Write(folder, format);
        File.WriteAllText(folder["labels.json"], "{}");
        using OpticalSource source = OpticalSource.Open(folder.Path), listed = OpticalSource.Open(paths[4], new OpticalSourceOptions { OtherFiles = [.. paths[..4], .. paths[5..]] });
        ushort[] samples = SingleFileTests.ReadAll<ushort>(source);
        Assert.Multiple(() =>
        {
            Assert.That(source.HasCirrus);
            Assert.That(samples[^1], Is.EqualTo(TinyProducts.Sample(Sentinel2Band.B12, 20, 29, 29)), "bilinear: at the corner nothing is extrapolated");
            Assert.That(source.Radiometry, Is.EqualTo(Radiometry.Dn));
            Assert.That(source.Notes[0], Does.Contain("assumed"));
            Assert.That(source.Notes[1], Does.Contain("bilinear").And.Contain("B01 B05"));
            Assert.That(source.Profile.NoData, Is.Zero);
            Assert.That(source.Files, Is.EquivalentTo(paths));
            Assert.That(SingleFileTests.ReadAll<ushort>(listed), Is.EqualTo(samples));
        });
    }

    [Test]
    public void Reflectance_in_band_files_is_told_by_its_numbers_and_declared_scales_are_taken()
    {
        using var folder = new TestFolder();
        using var declared = new TestFolder();
        foreach (Sentinel2Band band in Sentinel2Band.All)
        {
            int size = 120 / band.NativeResolution;
            RasterProfile profile = Place(size, band.NativeResolution);
            Profiles.WriteNew(folder[band.Id + ".tif"], profile with { SampleType = SampleType.Float32 }, new Raster<float>(1, size, size, [.. Enumerable.Repeat(0.25f, size * size)]));
            Profiles.WriteNew(declared[band.Id + ".tif"], profile with { BandScales = [0.0001], BandOffsets = [-0.1] }, new Raster<ushort>(1, size, size));
        }

        using OpticalSource source = OpticalSource.Open(folder.Path), offset = OpticalSource.Open(declared.Path);
        Assert.Multiple(() =>
        {
            Assert.That(source.Radiometry, Is.EqualTo(Radiometry.Reflectance));
            Assert.That(SingleFileTests.ReadAll<float>(source), Has.All.EqualTo(0.25f));
            Assert.That(offset.Radiometry, Is.EqualTo(Radiometry.Harmonized));
        });
    }

    [Test]
    public void The_real_granule_is_read_at_ten_meters()
    {
        string path = TestData.Require("l1c_jp2_granule");
        using OpticalSource source = OpticalSource.Open(path, new OpticalSourceOptions { Resampling = BandResampling.Nearest });
        ushort[] samples = SingleFileTests.ReadAll<ushort>(source);
        Assert.That((source.Profile.Width, source.Profile.Height, source.HasCirrus, source.Profile.Tags["TILE_ID"]), Is.EqualTo((300, 300, true, "T31TDH")));
        foreach (Sentinel2Band band in Sentinel2Band.All)
        {
            using RasterReader reader = RasterReader.Open(Path.Combine(path, $"T31TDH_20150726T105026_{band.Id}.jp2"));
            ushort[] native = reader.Read<ushort>().Data;
            int factor = band.NativeResolution / 10, size = 300 / factor;
            Assert.That(
                samples.AsSpan(band.Index * 90000, 90000).ToArray(),
                Is.EqualTo(from y in Enumerable.Range(0, 300) from x in Enumerable.Range(0, 300) select native[(y / factor * size) + (x / factor)]), band.Id);
        }
    }

    [Test]
    public void Real_patches_of_level_2A_are_scenes_of_twelve_bands()
    {
        string archive = Path.Combine(TestData.Require("bigearthnet_pairs"), "BigEarthNet-S2-Example.tar.bz2");
        using var folder = new TestFolder();
        using (var unpack = Process.Start("tar", ["-xjf", archive, "-C", folder.Path]))
        {
            unpack.WaitForExit();
            Assume.That(unpack.ExitCode, Is.Zero, "tar with bzip2 is not there");
        }

        string[] patches = Directory.GetDirectories(folder["BigEarthNet-S2-Example"]);
        Assert.That(patches, Has.Length.EqualTo(6));
        foreach (string patch in patches)
        {
            using OpticalSource source = OpticalSource.Open(patch);
            ushort[] samples = SingleFileTests.ReadAll<ushort>(source);
            Assert.Multiple(() =>
            {
                Assert.That((source.Profile.Width, source.Profile.Height, source.Bands.Count), Is.EqualTo((120, 120, 12)));
                Assert.That(samples.AsSpan(14400, 14400).ToArray().Average(v => v), Is.InRange(1, 5000), "blue in DN");
                Assert.That(source.Notes, Has.One.Contains("no B10"));
            });
        }
    }

    [TestCase("282D_485L_3_3_S2L1C.tif", 1000)]
    [TestCase("433D_629L_3_1_S2L1C.tif", 1000)]
    [TestCase("609U_541L_3_0_S2L1C.tif", 1000)]
    [TestCase("38D_378R_2_3_S2L1C.tif", 0)]
    [TestCase("637U_59R_1_3_S2L1C.tif", 0)]
    public void Real_tiles_say_nothing_of_their_offset_so_it_is_told_that_none_is_taken(string name, int offset)
    {
        string path = Path.Combine(TestData.Require("s1_s2_lulc_tiles"), name);
        using OpticalSource source = OpticalSource.Open(path);
        using OpticalSource asked = OpticalSource.Open(path, new OpticalSourceOptions { Radiometry = offset > 0 ? RadiometryChoice.Harmonized : RadiometryChoice.Dn });
        using var reader = new SignedDnReader(asked);
        float[] signed = reader.Read(new Window(0, 0, 224, 224)).Data;
        short[] stored = SingleFileTests.ReadAll<short>(source);
        Assert.Multiple(() =>
        {
            Assert.That(source.Radiometry, Is.EqualTo(Radiometry.Dn));
            Assert.That(source.Notes[0], Does.Contain("assumed").And.Contain("harmonized"));
            Assert.That(signed, Is.EqualTo(stored.Select(v => (float)(v - offset))), "none of these tiles has nodata");
        });
    }

    private static string[] Write(TestFolder folder, string format) =>
    [
        .. Sentinel2Band.All.Select(band =>
        {
            string path = folder[string.Format(null, format, band.Id, band.NativeResolution)];
            int size = 600 / band.NativeResolution;
            RasterProfile profile = Place(size, band.NativeResolution);
            ushort[] samples = TinyProducts.Samples(band, band.NativeResolution, new Window(0, 0, size, size));
            if (path.EndsWith(".jp2", StringComparison.Ordinal))
            {
                JpegTwoThousandFile.Write(path, profile, 64, window => TinyProducts.Samples(band, band.NativeResolution, window));
            }
            else
            {
                Profiles.WriteNew(path, profile, new Raster<ushort>(1, size, size, samples));
            }

            return path;
        }),
    ];

    private static RasterProfile Place(int size, int resolution) => Profiles.Plain(size, size, 1, SampleType.UInt16) with
    {
        Crs = "EPSG:32631",
        Transform = [399960, resolution, 0, 4700040, 0, -resolution],
    };
}
