using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Removal;
using Cloudless.Removal.Streaming;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Removal.Streaming;

[TestFixture]
public class SceneAreaTests
{
    // 10 m pixels from x 500000, y 4400000.
    private static readonly RasterProfile Scene = LargeScene.Grid(13, SampleType.UInt16);

    [Test]
    public void Bounds_take_in_every_pixel_they_touch_and_no_other_when_they_end_on_an_edge()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Find(new SceneBounds(500100, 4398000, 500300, 4399000)), Is.EqualTo(new Window(10, 100, 20, 100)));
            Assert.That(Find(new SceneBounds(500101, 4398001, 500299, 4398999)), Is.EqualTo(new Window(10, 100, 20, 100)));
            Assert.That(Find(new SceneBounds(500095, 4397995, 500305, 4399005)), Is.EqualTo(new Window(9, 99, 22, 102)));
            Assert.That(Find(new SceneBounds(0, 0, 1e7, 1e7)), Is.EqualTo(new Window(0, 0, Scene.Width, Scene.Height)));
        });
    }

    [Test]
    public void Bounds_in_degrees_are_led_to_the_images_grid()
    {
        // The central meridian of the zone is at x = 500000; 0.01 degrees of longitude are about 856 m at 39.75 degrees north, of latitude 1110 m.
        Window area = Find(new SceneBounds(117.0, 39.73, 117.01, 39.74, "EPSG:4326"));
        Assert.Multiple(() =>
        {
            Assert.That(area.Column, Is.Zero);
            Assert.That(area.Width, Is.EqualTo(86).Within(1));
            Assert.That(area.Height, Is.EqualTo(112).Within(2));
        });
    }

    // The edges of such rectangles have no places in the image's system: the projection is defined near its meridian.
    [TestCase(-180, -90, 180, 90)]
    [TestCase(100, -90, 180, 90)]
    [TestCase(116, 30, 300, 50)]
    public void A_rectangle_as_large_as_the_world_takes_in_the_whole_image(double west, double south, double east, double north) =>
        Assert.That(Find(new SceneBounds(west, south, east, north, "EPSG:4326")), Is.EqualTo(new Window(0, 0, Scene.Width, Scene.Height)));

    [Test]
    public void A_half_of_the_world_ends_where_it_ends_in_the_image()
    {
        // The central meridian, on which the image's left edge lies: a rectangle that ends there has the first column, and one step of the places looked at.
        Window area = Find(new SceneBounds(-180, -90, 117.001, 90, "EPSG:4326"));
        Assert.Multiple(() =>
        {
            Assert.That(area.Column, Is.Zero);
            Assert.That(area.Width, Is.InRange(9, 11), "0.001 degrees are 85.6 m");
            Assert.That(area.Height, Is.EqualTo(Scene.Height));
        });
    }

    [Test]
    public void A_rectangle_elsewhere_is_refused_with_both_places()
    {
        Assert.That(() => Find(new SceneBounds(600000, 4398000, 600100, 4399000)),
            Throws.TypeOf<RasterMismatchException>().With.Message.Contains("--bounds").And.Message.Contains("columns 10000 to 10010").And.Message.Contains("217 x 331"));
        Assert.That(() => Find(new SceneBounds(0, 0, 1, 1, "EPSG:0")), Throws.TypeOf<RasterMismatchException>().With.Message.Contains("EPSG:0"));
        Assert.That(() => SceneArea.Find(Scene with { Transform = null }, "a", new SceneBounds(0, 0, 1, 1), null),
            Throws.TypeOf<RasterMismatchException>().With.Message.Contains("no georeference"));
    }

    [TestCase("1,2,3,4", null)]
    [TestCase(" 1, 2 ,3,4 , EPSG:4326", "EPSG:4326")]
    [TestCase("1,2,3,4,GEOGCS[\"a\",b]", "GEOGCS[\"a\",b]")]
    public void Bounds_are_read_from_four_numbers_and_a_system(string text, string? crs) =>
        Assert.That(SceneBounds.Parse(text), Is.EqualTo(new SceneBounds(1, 2, 3, 4, crs)));

    [TestCase("")]
    [TestCase("1,2,3")]
    [TestCase("3,2,1,4")]
    [TestCase("1,4,3,2")]
    [TestCase("1,2,3,nan")]
    [TestCase("1,2,3,4,")]
    [TestCase("a,2,3,4")]
    public void What_is_no_rectangle_is_told(string text) =>
        Assert.That(() => SceneBounds.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains("xmin,ymin,xmax,ymax"));

    [TestCase(false)]
    [TestCase(true)]
    public void A_job_on_a_part_gives_the_result_of_the_inputs_cut_to_that_part(bool like)
    {
        using var scene = new LargeScene();
        using CloudRemover remover = LargeScene.Remover(Cloudless.Networks.Onnx.PriorFillCard.SarRegression);
        var part = new Window(13, 27, 150, 201);
        RasterProfile grid = SceneArea.Crop(LargeScene.Grid(13, SampleType.UInt16) with { NoData = 0 }, part);
        // The name of the SAR file is told in the result.
        Directory.CreateDirectory(scene["part"]);
        string sar = Path.Combine(scene["part"], "s1.tif");
        Profiles.WriteNew(scene["p2.tif"], grid, scene.Scene.Crop(part));
        Profiles.WriteNew(sar, grid with { BandCount = 2, SampleType = SampleType.Float32, NoData = null }, scene.Sar.Crop(part));
        RemovalRequest cut = scene.Request with { OpticalPath = scene["p2.tif"], SarPath = sar };
        RemovalJob.Run(cut, remover);
        byte[] expected = File.ReadAllBytes(scene["out.tif"]), look = File.ReadAllBytes(scene["look.png"]);
        RemovalRequest whole = scene.Request with { Overwrite = true };
        double x = 500000 + (10 * part.Column), y = 4400000 - (10 * part.Row);
        RemovalJob.Run(like ? whole with { LikePath = sar } : whole with { Bounds = new SceneBounds(x, y - 2010, x + 1500, y) }, remover);
        Assert.That(File.ReadAllBytes(scene["out.tif"]), Is.EqualTo(expected));
        Assert.That(File.ReadAllBytes(scene["look.png"]), Is.EqualTo(look));
        using RasterReader reader = RasterReader.Open(scene["out.tif"]);
        Assert.That(reader.Profile.Transform, Is.EqualTo(new[] { x, 10, 0, y, 0, -10 }));
    }

    private static Window Find(SceneBounds bounds) => SceneArea.Find(Scene, "a.tif", bounds, null);
}
