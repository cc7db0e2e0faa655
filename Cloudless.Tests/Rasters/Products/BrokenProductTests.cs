using System.IO.Compression;
using Cloudless.Benchmarks.SafeTrees;
using Cloudless.Imagery;
using Cloudless.Rasters.Products;

namespace Cloudless.Tests.Rasters.Products;

[TestFixture]
public class BrokenProductTests
{
    private readonly TestFolder _folder = new();
    private string _product = "";

    private static SafeTree Tree => TinyProducts.Tree();

    private string Metadata => Path.Combine(_product, Tree.MetadataName);

    [SetUp]
    public void WriteProduct()
    {
        Directory.Delete(_folder.Path, recursive: true);
        Directory.CreateDirectory(_folder.Path);
        _product = Tree.Write(_folder.Path);
    }

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void A_missing_band_is_named()
    {
        File.Delete(Tree.PathOf(_product, Sentinel2Band.B8A));
        Refused<BandMissingException>("no file of B8A", "Is the product whole?");
    }

    [Test]
    public void A_level_1C_product_without_B10_lacks_a_band_and_its_loose_files_may()
    {
        File.Delete(Tree.PathOf(_product, Sentinel2Band.B10));
        Refused<BandMissingException>("no file of B10", "the product is Level-1C");
        using var folder = new TestFolder();
        foreach (string file in Directory.EnumerateFiles(_product, "*.jp2", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        }

        using OpticalSource source = OpticalSource.Open(folder.Path);
        Assert.That(source.Notes, Has.One.EqualTo("There is no B10."));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_product_without_its_metadata_is_not_guessed_at(bool granule)
    {
        File.Delete(Metadata);
        string path = granule ? Path.Combine(_product, "GRANULE", Tree.GranuleName) : _product;
        UnsupportedProductException? refused = Assert.Throws<UnsupportedProductException>(() => OpticalSource.Open(path).Dispose());
        using OpticalSource source = OpticalSource.Open(path, new OpticalSourceOptions { Radiometry = RadiometryChoice.Harmonized });
        Assert.Multiple(() =>
        {
            Assert.That(refused!.Message, Does.Contain("MTD_MSIL1C.xml").And.Contain("--radiometry"));
            Assert.That(source.Radiometry, Is.EqualTo(Radiometry.Harmonized));
        });
    }

    [TestCase(0.5, "cut off or damaged")]
    [TestCase(0.01, "")]
    public void A_band_that_is_cut_off_is_named_before_any_work(double part, string said)
    {
        string path = Tree.PathOf(_product, Sentinel2Band.B03);
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(int)(bytes.Length * part)]);
        Refused<UnsupportedProductException>("_B03.jp2", said);
    }

    [TestCase(CompressionLevel.Fastest)]
    [TestCase(CompressionLevel.NoCompression)]
    public void A_band_that_is_cut_off_in_an_archive_is_named_before_any_work(CompressionLevel level)
    {
        string path = Tree.PathOf(_product, Sentinel2Band.B03), archive = _folder["cut.zip"];
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);
        ZipFile.CreateFromDirectory(_product, archive, level, includeBaseDirectory: true);
        Assert.That(() => OpticalSource.Open(archive), Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("_B03.jp2 is cut off").And.Message.Contains("cut.zip"));
    }

    [Test]
    public void An_empty_band_and_one_that_is_no_image_are_named()
    {
        string path = Tree.PathOf(_product, Sentinel2Band.B03);
        File.WriteAllBytes(path, []);
        Refused<UnsupportedProductException>("_B03.jp2", "empty");
        File.WriteAllText(path, "<VRTDataset rasterXSize='60' rasterYSize='60'><VRTRasterBand band='1' dataType='UInt16'/></VRTDataset>");
        Refused<UnsupportedProductException>("_B03.jp2", "JPEG 2000 or TIFF");
    }

    [Test]
    public void A_codestream_that_is_damaged_inside_fails_when_it_is_read()
    {
        string path = Tree.PathOf(_product, Sentinel2Band.B03);
        byte[] bytes = File.ReadAllBytes(path);
        // The samples' own bytes follow the marker FF93; the end stays.
        int start = bytes.AsSpan().LastIndexOf((byte[])[0xFF, 0x93]) + 2;
        bytes.AsSpan(start, bytes.Length - start - 2).Fill(0xFF);
        File.WriteAllBytes(path, bytes);
        Assert.That(
            () =>
            {
                using OpticalSource source = OpticalSource.Open(_product);
                SingleFileTests.ReadAll<ushort>(source);
            },
            Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("_B03.jp2").And.Message.Contains("damaged"));
    }

    [Test]
    public void A_band_of_another_tile_or_time_is_told()
    {
        string path = Tree.PathOf(_product, Sentinel2Band.B03);
        string tile = Path.Combine(path, "..", "T31TDG_20150726T105036_B03.jp2"), time = Path.Combine(path, "..", "T31TDH_20150726T105037_B03.jp2");
        File.Move(path, Path.GetFullPath(tile));
        Refused<RasterMismatchException>("different tiles", "T31TDG");
        File.Move(Path.GetFullPath(tile), Path.GetFullPath(time));
        Refused<RasterMismatchException>("different times", "20150726T105037");
    }

    [Test]
    public void A_band_on_another_grid_is_told()
    {
        string path = Tree.PathOf(_product, Sentinel2Band.B05);
        SafeTree other = Tree with { Left = 409960 };
        using var folder = new TestFolder();
        File.Copy(other.PathOf(other.Write(folder.Path), Sentinel2Band.B05), path, overwrite: true);
        Refused<RasterMismatchException>("_B05.jp2", "does not fit", "409960");
    }

    [Test]
    public void Mixed_baselines_and_tiles_of_metadata_are_told()
    {
        string tile = Path.Combine(_product, "GRANULE", Tree.GranuleName, Tree.TileMetadataName), text = File.ReadAllText(tile);
        File.WriteAllText(tile, text.Replace("N05.09", "N04.00", StringComparison.Ordinal));
        Refused<RasterMismatchException>("mixes baselines", "05.09", "04.00");
        File.WriteAllText(tile, text.Replace("T31TDH", "T31TDG", StringComparison.Ordinal));
        Refused<RasterMismatchException>("tile T31TDG", "T31TDH");
        File.WriteAllText(tile, text.Replace("EPSG:32631", "EPSG:32632", StringComparison.Ordinal));
        Refused<RasterMismatchException>("places the granule in EPSG:32632");
        File.WriteAllText(tile, text);
        File.WriteAllText(Metadata, File.ReadAllText(Metadata).Replace("_T31TDH_", "_T31TDG_", StringComparison.Ordinal));
        Refused<RasterMismatchException>(Tree.MetadataName + " is about tile T31TDG", "T31TDH");
    }

    [TestCase("<RADIO_ADD_OFFSET band_id=\"3\">-1000</RADIO_ADD_OFFSET>", "", "no RADIO_ADD_OFFSET for band_id 3 (B04)")]
    [TestCase("band_id=\"3\">-1000<", "band_id=\"3\">many<", "RADIO_ADD_OFFSET many")]
    [TestCase("band_id=\"3\">", "band_id=\"13\">", "band_id 13")]
    [TestCase(">10000</QUANTIFICATION_VALUE>", ">0</QUANTIFICATION_VALUE>", "QUANTIFICATION_VALUE 0")]
    [TestCase("<QUANTIFICATION_VALUE unit=\"none\">10000</QUANTIFICATION_VALUE>", "", "no quantification value")]
    [TestCase("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>", "DTD")]
    [TestCase("n1:Level-1C_User_Product", "n1:Level-1B_User_Product", "'Level-1B_User_Product'; expected a Level-1C")]
    [TestCase("</n1:General_Info>", "", "cannot be read as the metadata")]
    public void Metadata_that_cannot_be_is_refused(string part, string replacement, string said)
    {
        string text = File.ReadAllText(Metadata);
        Assert.That(text, Does.Contain(part));
        File.WriteAllText(Metadata, text.Replace(part, replacement, StringComparison.Ordinal));
        Refused<UnsupportedProductException>(Tree.ProductName, said);
    }

    [Test]
    public void Metadata_of_a_gigabyte_is_not_read()
    {
        using (FileStream file = File.OpenWrite(Metadata))
        {
            file.SetLength(1 << 30);
        }

        Refused<UnsupportedProductException>("more than 33554432 bytes");
    }

    [Test]
    public void Several_products_no_product_and_an_empty_folder_are_told_apart()
    {
        (Tree with { Time = "20150727T105036" }).Write(_folder.Path);
        Assert.That(() => OpticalSource.Open(_folder.Path), Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("holds 2 products").And.Message.Contains("N0509"));
        using var folder = new TestFolder();
        Assert.That(() => OpticalSource.Open(folder.Path), Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("holds no files"));
        File.WriteAllText(folder["LC08_L1TP_SR_QA.TIF"], "");
        Assert.That(() => OpticalSource.Open(folder.Path), Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("no file named as a band"));
        Assert.That(() => OpticalSource.Open(folder["nowhere"]), Throws.TypeOf<CloudlessException>().With.Message.Contains("does not exist"));
    }

    [Test]
    public void Two_files_of_a_band_and_bands_that_are_declared_are_refused()
    {
        string path = Tree.PathOf(_product, Sentinel2Band.B03);
        Assert.That(
            () => OpticalSource.Open(_product, new OpticalSourceOptions { Bands = ["B02"] }),
            Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("--bands is for one file"));
        File.Copy(path, path.Replace("_B03.jp2", "_B03_10m.jp2", StringComparison.Ordinal));
        Refused<BandMissingException>("two files of B03");
    }

    [TestCase("../evil.jp2")]
    [TestCase("a/../../evil.jp2")]
    [TestCase("/etc/evil.jp2")]
    [TestCase("C:/evil.jp2")]
    [TestCase("..\\evil.jp2")]
    [TestCase("evil\n.jp2")]
    public void An_archive_that_names_files_outside_of_itself_is_refused_and_nothing_is_written(string name)
    {
        using var folder = new TestFolder();
        string archive = folder["product.zip"];
        ZipFile.CreateFromDirectory(_product, archive, CompressionLevel.Fastest, includeBaseDirectory: true);
        using (ZipArchive zip = ZipFile.Open(archive, ZipArchiveMode.Update))
        {
            zip.CreateEntry(name).Open().Dispose();
        }

        Assert.That(
            () => OpticalSource.Open(archive),
            Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("outside of the archive").And.Message.Not.Contains("\n"));
        Assert.That(folder.Names, Is.EqualTo(new[] { "product.zip" }));
    }

    [Test]
    public void Archives_that_are_cut_off_hold_a_file_twice_or_no_product_are_refused()
    {
        string archive = _folder["product.zip"];
        ZipFile.CreateFromDirectory(_product, archive, CompressionLevel.Fastest, includeBaseDirectory: true);
        byte[] bytes = File.ReadAllBytes(archive);
        File.WriteAllBytes(_folder["cut.zip"], bytes[..(bytes.Length / 2)]);
        using (ZipArchive zip = ZipFile.Open(archive, ZipArchiveMode.Update))
        {
            zip.CreateEntry($"{Tree.ProductName}/{Tree.MetadataName}").Open().Dispose();
        }

        using (ZipArchive zip = ZipFile.Open(_folder["other.zip"], ZipArchiveMode.Create))
        {
            zip.CreateEntry("readme.txt").Open().Dispose();
        }

        Assert.Multiple(() =>
        {
            Assert.That(() => OpticalSource.Open(_folder["cut.zip"]), Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("cut.zip").And.Message.Contains("zip archive"));
            Assert.That(() => OpticalSource.Open(archive), Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("twice"));
            Assert.That(() => OpticalSource.Open(_folder["other.zip"]), Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("no file named as a band"));
        });
    }

    private void Refused<TError>(params string[] said)
        where TError : CloudlessException
    {
        TError error = Assert.Throws<TError>(() => OpticalSource.Open(_product).Dispose());
        Assert.That(said, Has.All.Matches<string>(part => error.Message.Contains(part, StringComparison.Ordinal)), error.Message);
        Assert.That(error.Message, Does.Not.Contain("\n"));
    }
}
