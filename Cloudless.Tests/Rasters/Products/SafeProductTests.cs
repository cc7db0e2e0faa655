using System.IO.Compression;
using Cloudless.Benchmarks.SafeTrees;
using Cloudless.Imagery;
using Cloudless.Rasters.Products;

namespace Cloudless.Tests.Rasters.Products;

[TestFixture]
public class SafeProductTests
{
    private static readonly OpticalSourceOptions Nearest = new() { Resampling = BandResampling.Nearest };

    [TestCase("L1C", "02.01", "dn", "no offset, baseline 02.01")]
    [TestCase("L1C", "02.04", "dn", "no offset")]
    [TestCase("L1C", "03.01", "dn", "no offset, baseline 03.01")]
    [TestCase("L1C", "04.00", "harmonized", "offset -1000, baseline 04.00")]
    [TestCase("L1C", "05.09", "harmonized", "offset -1000, baseline 05.09")]
    [TestCase("L2A", "02.01", "dn", "no offset")]
    [TestCase("L2A", "02.14", "dn", "no offset")]
    [TestCase("L2A", "03.01", "dn", "no offset")]
    [TestCase("L2A", "04.00", "harmonized", "offset -1000")]
    [TestCase("L2A", "05.09", "harmonized", "offset -1000")]
    public void Products_of_every_baseline_are_read_from_folder_and_archive(string level, string baseline, string radiometry, string why)
    {
        using var folder = new TestFolder();
        SafeTree tree = TinyProducts.Tree(level, baseline);
        string product = tree.Write(folder.Path), archive = folder["product.zip"];
        ZipFile.CreateFromDirectory(product, archive, CompressionLevel.Fastest, includeBaseDirectory: true);
        using OpticalSource source = OpticalSource.Open(product, Nearest), zipped = OpticalSource.Open(archive, Nearest);
        ushort[] samples = SingleFileTests.ReadAll<ushort>(source);
        Assert.Multiple(() =>
        {
            Assert.That(samples, Is.EqualTo(Expected(source.Bands, tree.Size)));
            Assert.That(source.HasCirrus, Is.EqualTo(level == "L1C"));
            Assert.That(source.Radiometry.Name, Is.EqualTo(radiometry));
            Assert.That(source.Notes[0], Does.Contain(why).And.Contain("metadata"));
            Assert.That(source.Files, Has.Count.EqualTo(source.Bands.Count + 2).And.All.Matches<string>(File.Exists));
            Assert.That(SingleFileTests.ReadAll<ushort>(zipped), Is.EqualTo(samples));
            Assert.That(zipped.Radiometry, Is.EqualTo(source.Radiometry));
            Assert.That(zipped.Profile.Tags, Is.EqualTo(source.Profile.Tags));
            Assert.That(zipped.Files, Is.EqualTo(new[] { archive }));
        });
    }

    [Test]
    public void Profile_and_tags_tell_grid_and_acquisition()
    {
        using var folder = new TestFolder();
        SafeTree tree = TinyProducts.Tree();
        using OpticalSource source = OpticalSource.Open(tree.Write(folder.Path));
        RasterProfile profile = source.Profile;
        Assert.Multiple(() =>
        {
            Assert.That((profile.Width, profile.Height, profile.SampleType, profile.NoData), Is.EqualTo((60, 60, SampleType.UInt16, 0.0)));
            Assert.That(profile.Transform, Is.EqualTo(new double[] { 399960, 10, 0, 4700040, 0, -10 }));
            Assert.That(profile.Crs, Does.Contain("UTM zone 31N"));
            Assert.That(profile.BandNames, Is.EqualTo(Sentinel2Band.All.Select(b => b.Id)));
            Assert.That(profile.BandScales, Has.Count.EqualTo(13).And.All.EqualTo(0.0001));
            Assert.That(profile.BandOffsets, Has.Count.EqualTo(13).And.All.EqualTo(-0.1));
            Assert.That(profile.Tags, Is.SupersetOf(new Dictionary<string, string>
            {
                ["PRODUCT_ID"] = tree.ProductName[..^5],
                ["PRODUCT_TYPE"] = "S2MSI1C",
                ["PROCESSING_LEVEL"] = "Level-1C",
                ["PROCESSING_BASELINE"] = "05.09",
                ["SPACECRAFT_NAME"] = "Sentinel-2A",
                ["DATATAKE_SENSING_START"] = "2015-07-26T10:50:36.000Z",
                ["SENSING_TIME"] = "2015-07-26T10:50:36.000Z",
                ["SENSING_ORBIT_NUMBER"] = "51",
                ["SENSING_ORBIT_DIRECTION"] = "DESCENDING",
                ["CLOUD_COVERAGE_ASSESSMENT"] = "12.5",
                ["TILE_ID"] = "T31TDH",
                ["MEAN_SUN_ZENITH_ANGLE"] = "25.5",
                ["MEAN_SUN_AZIMUTH_ANGLE"] = "147.25",
            }));
        });
    }

    [Test]
    public void The_first_products_of_level_2A_that_users_made_themselves_have_names_of_their_own()
    {
        using var folder = new TestFolder();
        SafeTree tree = TinyProducts.Tree("L2A", "02.01");
        string product = tree.Write(folder.Path), metadata = Path.Combine(product, tree.MetadataName);
        string text = File.ReadAllText(metadata).Replace("BOA_QUANTIFICATION_VALUE", "L2A_BOA_QUANTIFICATION_VALUE", StringComparison.Ordinal)
            .Replace("QUANTIFICATION_VALUES_LIST", "L1C_L2A_Quantification_Values_List", StringComparison.Ordinal).Replace(">10000<", ">2000<", StringComparison.Ordinal);
        File.WriteAllText(metadata, text);
        foreach (string file in Directory.EnumerateFiles(product, "S2A_OPER_M*", SearchOption.AllDirectories).ToList())
        {
            File.Move(file, Path.Combine(Path.GetDirectoryName(file)!, Path.GetFileName(file).Replace("S2A_OPER_", "S2A_USER_", StringComparison.Ordinal)));
        }

        using OpticalSource source = OpticalSource.Open(product);
        Assert.Multiple(() =>
        {
            Assert.That(source.Radiometry.Name, Does.Contain("scale 5"));
            Assert.That(source.Bands, Has.Count.EqualTo(12));
            Assert.That(source.Profile.Tags["TILE_ID"], Is.EqualTo("T31TDH"));
        });
    }

    [TestCase("L1C")]
    [TestCase("L2A")]
    public void Offsets_that_differ_by_band_and_another_quantification_are_applied(string level)
    {
        using var folder = new TestFolder();
        SafeTree tree = TinyProducts.Tree(level) with { Offsets = [.. Enumerable.Range(0, 13).Select(i => -1000 + i)], Quantification = 5000 };
        using OpticalSource source = OpticalSource.Open(tree.Write(folder.Path));
        Assert.Multiple(() =>
        {
            Assert.That(source.Radiometry.Bands, Is.EqualTo(source.Bands.Select(b => new BandRadiometry(2, 2 * (-1000 + b.Index)))));
            Assert.That(source.Notes[0], Does.Contain("offsets -1000 to -988").And.Contain("quantification 5000"));
        });
    }

    [Test]
    public void What_the_user_says_goes_before_the_metadata_and_both_are_told()
    {
        using var folder = new TestFolder();
        using OpticalSource source = OpticalSource.Open(TinyProducts.Tree().Write(folder.Path), new OpticalSourceOptions { Radiometry = RadiometryChoice.Dn });
        Assert.Multiple(() =>
        {
            Assert.That(source.Radiometry, Is.EqualTo(Radiometry.Dn));
            Assert.That(source.Notes[0], Does.Contain("as asked for").And.Contain("offset -1000"));
        });
    }

    [Test]
    public void Every_way_to_name_a_product_finds_it()
    {
        using var folder = new TestFolder();
        SafeTree tree = TinyProducts.Tree("L2A");
        string product = tree.Write(folder.Path), granule = Path.Combine(product, "GRANULE", tree.GranuleName);
        string[] ways = [product, product + "/", folder.Path, Path.Combine(product, tree.MetadataName), granule, Path.Combine(granule, "IMG_DATA"), Path.Combine(granule, "IMG_DATA", "R10m")];
        foreach (string way in ways)
        {
            using OpticalSource source = OpticalSource.Open(way);
            Assert.That((source.Radiometry, source.Bands.Count, source.Profile.Width), Is.EqualTo((Radiometry.Harmonized, 12, 60)), way);
        }
    }

    [TestCase("L1C", "02.01", 13)]
    [TestCase("L1C", "05.09", 13)]
    [TestCase("L2A", "05.09", 12)]
    public void Files_listed_where_they_lie_in_a_product_are_read_by_its_metadata(string level, string baseline, int bands)
    {
        using var folder = new TestFolder();
        SafeTree tree = TinyProducts.Tree(level, baseline);
        string product = tree.Write(folder.Path);
        string[] files = [.. Sentinel2Band.All.Select(b => tree.PathOf(product, b)).Where(File.Exists)];
        using OpticalSource source = OpticalSource.Open(files[0], new OpticalSourceOptions { OtherFiles = files[1..] });
        Assert.Multiple(() =>
        {
            Assert.That(source.Notes[0], Does.Contain("by the product's metadata").And.Contain($"baseline {baseline}"));
            Assert.That(source.Bands, Has.Count.EqualTo(bands));
            Assert.That(source.Files, Has.Some.EndsWith(tree.MetadataName).And.Some.EndsWith(tree.TileMetadataName));
            Assert.That(source.Name, Does.EndWith($"and {bands - 1} more"));
        });
    }

    [Test]
    public void One_of_several_tiles_of_loose_bands_is_taken_by_their_names_and_another_is_refused()
    {
        using var folder = new TestFolder();
        using var bands = new TestFolder();
        foreach (SafeTree tree in (SafeTree[])[TinyProducts.Tree(), TinyProducts.Tree() with { Tile = "T31TDG", Top = 4600020 }])
        {
            foreach (string file in Directory.EnumerateFiles(tree.Write(folder.Path), "*.jp2", SearchOption.AllDirectories))
            {
                File.Copy(file, Path.Combine(bands.Path, Path.GetFileName(file)));
            }
        }

        using OpticalSource source = OpticalSource.Open(bands.Path, new OpticalSourceOptions { Tile = "t31tdg" });
        Assert.Multiple(() =>
        {
            Assert.That(source.Profile.Transform![3], Is.EqualTo(4600020));
            Assert.That(() => OpticalSource.Open(bands.Path), Throws.TypeOf<RasterMismatchException>());
            Assert.That(() => OpticalSource.Open(bands.Path, new OpticalSourceOptions { Tile = "T99ABC" }), Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("T99ABC"));
            Assert.That(
                () => OpticalSource.Open(source.Files[0], new OpticalSourceOptions { Tile = "T31TDG" }),
                Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("is one image"));
        });
    }

    [Test]
    public void An_archive_may_have_any_name_that_ends_in_zip()
    {
        using var folder = new TestFolder();
        string product = TinyProducts.Tree().Write(folder.Path), archive = Path.Combine(folder.Path, "a }{ %b.zip");
        ZipFile.CreateFromDirectory(product, archive, CompressionLevel.Fastest, includeBaseDirectory: true);
        using OpticalSource source = OpticalSource.Open(archive);
        using OpticalReader reader = source.OpenReader();
        ushort[] samples = new ushort[13 * 60 * 60];
        reader.Read<ushort>(source.Pieces[0], samples);
        Assert.That(samples[0], Is.EqualTo(TinyProducts.Sample(Sentinel2Band.B01, 60, 0, 0)).Within(1), "interpolated at the corner");
    }

    [Test]
    public void One_of_several_granules_is_taken_by_its_tile()
    {
        using var folder = new TestFolder();
        SafeTree first = TinyProducts.Tree("L1C", "02.01"), second = first with { Tile = "T31TDG", Top = 4600020 };
        string product = first.Write(folder.Path);
        second.Write(folder.Path);
        using OpticalSource source = OpticalSource.Open(product, new OpticalSourceOptions { Tile = "T31TDG" });
        Assert.Multiple(() =>
        {
            Assert.That(source.Profile.Tags["TILE_ID"], Is.EqualTo("T31TDG"));
            Assert.That(source.Profile.Transform![3], Is.EqualTo(4600020));
            Assert.That(() => OpticalSource.Open(product), Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("2 granules").And.Message.Contains("--tile T31TDG"));
            Assert.That(() => OpticalSource.Open(product, new OpticalSourceOptions { Tile = "T32TAA" }), Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("0 of them of 'T32TAA'"));
            using OpticalSource named = OpticalSource.Open(Path.Combine(product, "GRANULE", first.GranuleName));
            Assert.That(named.Profile.Tags["TILE_ID"], Is.EqualTo("T31TDH"));
        });
    }

    // Nearest: every pixel is the one under it, whose sample is told by its place.
    private static IEnumerable<ushort> Expected(IReadOnlyList<Sentinel2Band> bands, int size) =>
        from band in bands
        let factor = band.NativeResolution / 10
        from y in Enumerable.Range(0, size)
        from x in Enumerable.Range(0, size)
        select TinyProducts.Sample(band, band.NativeResolution, y / factor, x / factor);
}
