using System.Text.Json;
using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Stac;
using Cloudless.Tests.Reports;

namespace Cloudless.Tests.Stac;

[TestFixture]
public class RemovalItemTests
{
    private static readonly StacScene Scene = new(
        "/data/out/item.json", Receipts.Image, new DateTime(2023, 7, 26, 10, 58, 12, DateTimeKind.Utc), ["/data/S2A.SAFE", "/data/s1 & more.tif"], RasterFormat.Cog, "/data/out/receipt.json");

    [Test]
    public void The_item_says_where_and_when_and_on_which_grid()
    {
        JsonElement item = Item(Scene), properties = item.GetProperty("properties");
        double[] box = [.. item.GetProperty("bbox").EnumerateArray().Select(v => v.GetDouble())];
        Assert.Multiple(() =>
        {
            Assert.That(item.GetProperty("type").GetString(), Is.EqualTo("Feature"));
            Assert.That(item.GetProperty("stac_version").GetString(), Is.EqualTo("1.1.0"));
            Assert.That(item.GetProperty("id").GetString(), Is.EqualTo("clear"));
            Assert.That(item.GetProperty("geometry").GetProperty("type").GetString(), Is.EqualTo("Polygon"));
            Assert.That(item.GetProperty("geometry").GetProperty("coordinates")[0][0].GetArrayLength(), Is.EqualTo(2));
            Assert.That(box[0], Is.LessThan(box[2]));
            Assert.That(box[1], Is.LessThan(box[3]));
            Assert.That(properties.GetProperty("datetime").GetString(), Is.EqualTo("2023-07-26T10:58:12Z"));
            Assert.That(properties.GetProperty("proj:code").GetString(), Is.EqualTo("EPSG:32631"));
            Assert.That(Numbers(properties, "proj:shape"), Is.EqualTo(new[] { 10980, 10980 }));
            Assert.That(Numbers(properties, "proj:transform"), Is.EqualTo(new[] { 10, 0, 399960, 0, -10, 4900020 }));
            Assert.That(properties.GetProperty("platform").GetString(), Is.EqualTo("sentinel-2a"));
            Assert.That(properties.GetProperty("eo:cloud_cover").GetDouble(), Is.EqualTo(23.4));
            Assert.That(properties.GetProperty("processing:level").GetString(), Is.EqualTo("L1C"));
            Assert.That(properties.GetProperty("processing:software").GetProperty("Cloudless").GetString(), Is.EqualTo("1.2.3"));
            Assert.That(properties.GetProperty("processing:lineage").GetString(), Does.Contain("24.83 %").And.Contain("Sentinel-1"));
        });
    }

    [Test]
    public void Files_are_named_by_the_way_from_the_item_and_known_by_their_hash()
    {
        JsonElement item = Item(Scene), assets = item.GetProperty("assets"), image = assets.GetProperty("image"), red = image.GetProperty("bands")[3];
        Assert.Multiple(() =>
        {
            Assert.That(assets.EnumerateObject().Select(a => a.Name), Is.EqualTo(new[] { "image", "mask", "score", "weight", "changed", "quicklook", "page", "receipt" }));
            Assert.That(image.GetProperty("href").GetString(), Is.EqualTo("./clear.tif"));
            Assert.That(image.GetProperty("type").GetString(), Is.EqualTo("image/tiff; application=geotiff; profile=cloud-optimized"));
            Assert.That(image.GetProperty("file:checksum").GetString(), Is.EqualTo("1220" + new string('d', 64)));
            Assert.That(image.GetProperty("bands").GetArrayLength(), Is.EqualTo(13));
            Assert.That(red.GetProperty("name").GetString(), Is.EqualTo("B04"));
            Assert.That(red.GetProperty("eo:common_name").GetString(), Is.EqualTo("red"));
            Assert.That(red.GetProperty("eo:center_wavelength").GetDouble(), Is.EqualTo(0.6646));
            Assert.That((red.GetProperty("raster:scale").GetDouble(), red.GetProperty("raster:offset").GetDouble()), Is.EqualTo((0.0001, -0.1)));
            Assert.That((red.GetProperty("data_type").GetString(), red.GetProperty("nodata").GetDouble()), Is.EqualTo(("uint16", 0.0)));
            Assert.That(assets.GetProperty("mask").GetProperty("bands")[0].GetProperty("nodata").GetInt32(), Is.EqualTo(255));
            Assert.That(assets.GetProperty("receipt").GetProperty("href").GetString(), Is.EqualTo("./receipt.json"));
            Assert.That(
                item.GetProperty("links").EnumerateArray().Select(l => (l.GetProperty("rel").GetString(), l.GetProperty("href").GetString())),
                Is.EqualTo(new[] { ("derived_from", "../S2A.SAFE"), ("derived_from", "../s1%20%26%20more.tif") }));
        });
    }

    [Test]
    public void Twelve_bands_lack_cirrus_and_nodata_that_is_no_number_is_spelled_out()
    {
        RasterProfile image = Receipts.Image with
        {
            BandCount = 12, SampleType = SampleType.Float32, NoData = double.NaN, BandScales = [.. Enumerable.Repeat(1.0, 12)], BandOffsets = new double[12],
        };
        JsonElement bands = Item(Scene with { Image = image, Format = RasterFormat.GeoTiff }).GetProperty("assets").GetProperty("image").GetProperty("bands");
        Assert.Multiple(() =>
        {
            Assert.That(bands.EnumerateArray().Select(b => b.GetProperty("name").GetString()), Has.None.EqualTo("B10").And.Exactly(12).Items);
            Assert.That(bands[10].GetProperty("eo:common_name").GetString(), Is.EqualTo("swir16"));
            Assert.That(bands[0].GetProperty("nodata").GetString(), Is.EqualTo("nan"));
        });
    }

    [Test]
    public void A_grid_without_a_code_is_told_by_its_wkt_and_one_across_the_180th_meridian_by_two_polygons()
    {
        RasterProfile odd = Receipts.Image with { Crs = "+proj=laea +lat_0=45 +lon_0=3 +datum=WGS84 +units=m", Transform = [0, 10, 0, 0, 0, -10] };
        RasterProfile far = Receipts.Image with { Crs = "EPSG:32701", Transform = [99960, 10, 0, 8000020, 0, -10] };
        JsonElement properties = Item(Scene with { Image = odd }).GetProperty("properties"), geometry = Item(Scene with { Image = far }).GetProperty("geometry");
        Assert.Multiple(() =>
        {
            Assert.That(properties.GetProperty("proj:code").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(properties.GetProperty("proj:wkt2").GetString(), Is.Not.Empty);
            Assert.That(geometry.GetProperty("type").GetString(), Is.EqualTo("MultiPolygon"));
            Assert.That(geometry.GetProperty("coordinates").GetArrayLength(), Is.EqualTo(2));
        });
    }

    [Test]
    public void Without_a_time_there_is_no_item_unless_the_user_says_it()
    {
        RasterProfile silent = Receipts.Image with { Tags = new Dictionary<string, string> { ["SENSING_TIME"] = "yesterday" } };
        var said = new DateTime(2021, 7, 1, 10, 30, 31, DateTimeKind.Utc);
        Assert.Multiple(() =>
        {
            Assert.That(RemovalItem.RequireTaken(null, Receipts.Image, "a.tif"), Is.EqualTo(new DateTime(2023, 7, 26, 10, 58, 12, 456, DateTimeKind.Utc)));
            Assert.That(RemovalItem.RequireTaken(said, silent, "a.tif"), Is.EqualTo(said));
            Assert.That(() => RemovalItem.RequireTaken(null, silent, "a.tif"), Throws.TypeOf<CloudlessException>().With.Message.Contains("'a.tif'").And.Message.Contains("--datetime"));
        });
    }

    private static JsonElement Item(StacScene scene) => JsonDocument.Parse(RemovalItem.Of(scene, Receipts.Receipt).ToJson()).RootElement;

    private static double[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
}
