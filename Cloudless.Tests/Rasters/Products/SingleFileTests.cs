using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Rasters.Products;

namespace Cloudless.Tests.Rasters.Products;

[TestFixture]
public class SingleFileTests
{
    private const int Width = 21, Height = 17;

    private static readonly string[] Ids = [.. Sentinel2Band.All.Select(b => b.Id)];

    private static readonly string[] Shuffled = ["B12", "B8A", "B01", "B11", "B02", "B10", "B03", "B09", "B04", "B08", "B05", "B07", "B06"];

    [TestCase("{0}")]
    [TestCase("{0}, central wavelength")]
    public void Bands_are_found_by_the_names_in_the_file(string format)
    {
        using var folder = new TestFolder();
        string[] names = [.. Shuffled.Select(id => string.Format(null, format, id.Replace("B0", "b", StringComparison.Ordinal)))];
        Raster<ushort> stored = Write(folder["a.tif"], names);
        using OpticalSource source = OpticalSource.Open(folder["a.tif"]);
        ushort[] samples = ReadAll<ushort>(source);
        Assert.Multiple(() =>
        {
            Assert.That(samples, Is.EqualTo(Ids.SelectMany(id => stored.Channel(Array.IndexOf(Shuffled, id)).ToArray())));
            Assert.That(source.Profile.BandNames, Is.EqualTo(Ids.Select(id => names[Array.IndexOf(Shuffled, id)])));
            Assert.That(source.HasCirrus);
            Assert.That(source.Files, Is.EqualTo(new[] { folder["a.tif"] }));
        });
    }

    [Test]
    public void Bands_are_taken_as_declared_and_the_rest_is_left_aside()
    {
        using var folder = new TestFolder();
        Raster<ushort> stored = Write(folder["a.tif"], new string?[14]);
        using OpticalSource source = OpticalSource.Open(folder["a.tif"], new OpticalSourceOptions { Bands = ["-", .. Shuffled] });
        ushort[] samples = ReadAll<ushort>(source);
        Assert.Multiple(() =>
        {
            Assert.That(samples, Is.EqualTo(Ids.SelectMany(id => stored.Channel(1 + Array.IndexOf(Shuffled, id)).ToArray())));
            Assert.That(source.Profile.BandNames, Is.EqualTo(Ids));
        });
    }

    [Test]
    public void Twelve_bands_are_all_but_B10()
    {
        using var folder = new TestFolder();
        Write(folder["a.tif"], new string?[12]);
        using OpticalSource source = OpticalSource.Open(folder["a.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That(source.HasCirrus, Is.False);
            Assert.That(source.Profile.BandNames, Is.EqualTo(Ids.Where(id => id != "B10")));
            Assert.That(source.Bands, Is.EqualTo(Sentinel2Band.All.Where(b => b != Sentinel2Band.B10)));
        });
    }

    [TestCase("B02 B03 B04", null, "lacks B01 B05")]
    [TestCase("B02 B02 B04", null, "names B02 twice")]
    [TestCase("- - -", null, "3 bands; expected the 13")]
    [TestCase("- - -", "B02 B03", "--bands names 2 bands")]
    [TestCase("- - -", "B02 B03 red", "'red' is no band")]
    [TestCase("- - -", "B13 - -", "'B13' is no band")]
    public void Bands_that_do_not_make_an_image_are_refused(string names, string? declared, string message)
    {
        using var folder = new TestFolder();
        Write(folder["a.tif"], [.. names.Split(' ').Select(n => n == "-" ? null : n)]);
        Assert.That(
            () => OpticalSource.Open(folder["a.tif"], new OpticalSourceOptions { Bands = declared?.Split(' ') }),
            Throws.TypeOf<BandMissingException>().With.Message.Contains(message));
    }

    [TestCase(RadiometryChoice.Auto, 1, 0, "dn", "assumed")]
    [TestCase(RadiometryChoice.Harmonized, 1, 0, "harmonized", "asked for")]
    [TestCase(RadiometryChoice.Reflectance, 1, 0, "dn", "reflectance * 10000")]
    [TestCase(RadiometryChoice.Auto, 1, -1000, "harmonized", "declares")]
    [TestCase(RadiometryChoice.Auto, 0.0001, -0.1, "harmonized", "declares")]
    [TestCase(RadiometryChoice.Auto, 0.0001, 0, "dn", "declares")]
    [TestCase(RadiometryChoice.Auto, 0.00005, 0, "scale 0.5 offset 0", "declares")]
    [TestCase(RadiometryChoice.Dn, 0.0001, -0.1, "dn", "asked for")]
    public void Integers_are_what_is_asked_for_or_declared(RadiometryChoice choice, double scale, double offset, string name, string why)
    {
        using var folder = new TestFolder();
        bool plain = scale == 1 && offset == 0;
        Write(folder["a.tif"], new string?[13], p => plain ? p : p with { BandScales = [.. Enumerable.Repeat(scale, 13)], BandOffsets = [.. Enumerable.Repeat(offset, 13)] });
        using OpticalSource source = OpticalSource.Open(folder["a.tif"], new OpticalSourceOptions { Radiometry = choice });
        Assert.Multiple(() =>
        {
            Assert.That(source.Radiometry.Name, Is.EqualTo(name));
            Assert.That(source.Notes[0], Does.StartWith("Radiometry: ").And.Contains(why));
        });
    }

    [Test]
    public void Files_that_Cloudless_wrote_are_read_as_it_wrote_them()
    {
        using var folder = new TestFolder();
        Write(folder["a.tif"], new string?[13], p => p with { Tags = new Dictionary<string, string> { ["CLOUDLESS_RADIOMETRY"] = "harmonized" } });
        using OpticalSource source = OpticalSource.Open(folder["a.tif"]);
        Assert.That(source.Radiometry, Is.EqualTo(Radiometry.Harmonized));
    }

    [TestCase(1.8f, "reflectance", "up to 1.8")]
    [TestCase(8000f, "dn", "assumed")]
    public void Floating_point_numbers_tell_whether_they_are_reflectance(float largest, string name, string why)
    {
        using var folder = new TestFolder();
        WriteFloats(folder["a.tif"], largest);
        using OpticalSource source = OpticalSource.Open(folder["a.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That(source.Radiometry.Name, Is.EqualTo(name));
            Assert.That(source.Notes[0], Does.Contain(why));
        });
    }

    [Test]
    public void Reflectance_that_is_said_to_be_dn_is_refused()
    {
        using var folder = new TestFolder();
        WriteFloats(folder["a.tif"], 0.9f);
        Assert.That(
            () => OpticalSource.Open(folder["a.tif"], new OpticalSourceOptions { Radiometry = RadiometryChoice.Dn }),
            Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("--radiometry reflectance"));
    }

    [Test]
    public void A_scale_that_says_nothing_is_refused_until_the_user_says_what_it_is()
    {
        using var folder = new TestFolder();
        Write(folder["a.tif"], new string?[13], p => p with { BandScales = [.. Enumerable.Repeat(0.1, 13)], BandOffsets = new double[13] });
        Assert.That(() => OpticalSource.Open(folder["a.tif"]), Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("scale 0.1"));
        using OpticalSource source = OpticalSource.Open(folder["a.tif"], new OpticalSourceOptions { Radiometry = RadiometryChoice.Dn });
        Assert.That(source.Radiometry, Is.EqualTo(Radiometry.Dn));
    }

    /// <summary>Reads a scene by its pieces into [C,H,W].</summary>
    public static T[] ReadAll<T>(OpticalSource source)
        where T : unmanaged
    {
        RasterProfile p = source.Profile;
        var image = new Raster<T>(p.BandCount, p.Height, p.Width);
        using OpticalReader reader = source.OpenReader();
        foreach (OpticalPiece piece in source.Pieces)
        {
            var part = new T[piece.Length];
            reader.Read(piece, part.AsSpan());
            for (int line = 0; line < piece.Bands.Count * piece.Window.Height; line++)
            {
                (int band, int row) = Math.DivRem(line, piece.Window.Height);
                part.AsSpan(line * piece.Window.Width, piece.Window.Width)
                    .CopyTo(image.Channel(piece.Bands[band]).Slice(((piece.Window.Row + row) * p.Width) + piece.Window.Column, piece.Window.Width));
            }
        }

        return image.Data;
    }

    private static Raster<ushort> Write(string path, string?[] names, Func<RasterProfile, RasterProfile>? change = null)
    {
        Raster<ushort> raster = Profiles.Random(names.Length, Height, Width, 7);
        RasterProfile profile = Profiles.Plain(Width, Height, names.Length, SampleType.UInt16) with { BandNames = names };
        Profiles.WriteNew(path, change?.Invoke(profile) ?? profile, raster);
        return raster;
    }

    private static void WriteFloats(string path, float largest)
    {
        var raster = new Raster<float>(13, Height, Width);
        raster.Data.AsSpan().Fill(largest / 2);
        raster[3, 2, 2] = largest;
        raster[3, 2, 3] = float.NaN;
        Profiles.WriteNew(path, Profiles.Plain(Width, Height, 13, SampleType.Float32), raster);
    }
}
