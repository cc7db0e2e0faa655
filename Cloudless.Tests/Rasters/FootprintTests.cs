using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Tests.Rasters;

[TestFixture]
public class FootprintTests
{
    [Test]
    public void A_granule_in_utm_has_the_corners_that_gdal_gives()
    {
        Footprint place = Footprint.Of(Granule(600000), "a.tif");
        // gdaltransform -s_srs EPSG:32631 -t_srs EPSG:4326
        double[][] expected = [[4.27203296, 45.14639288], [4.25060932, 44.15816074], [5.62272528, 44.13489097], [5.66760430, 45.12231220]];
        Assert.Multiple(() =>
        {
            Assert.That(place.Rings, Has.Count.EqualTo(1));
            Assert.That(place.Rings[0], Has.Count.EqualTo(33));
            Assert.That(place.Rings[0][32], Is.EqualTo(place.Rings[0][0]));
            for (int i = 0; i < 4; i++)
            {
                Assert.That(place.Rings[0][8 * i], Is.EqualTo(expected[i]).Within(1e-7), $"corner {i}");
            }

            Assert.That(place.Box, Is.EqualTo(new[] { 4.2506093, 44.1348910, 5.6676043, 45.1463929 }).Within(1e-6));
        });
    }

    [Test]
    public void The_ring_runs_counterclockwise_whichever_way_the_rows_go()
    {
        RasterProfile up = Granule(600000) with { Transform = [600000, 10, 0, 4890200, 0, 10] };
        IReadOnlyList<double[]> a = Footprint.Of(Granule(600000), "a.tif").Rings[0], b = Footprint.Of(up, "a.tif").Rings[0];
        Assert.That(Area(a), Is.Positive);
        Assert.That(Area(b), Is.EqualTo(Area(a)).Within(1e-6));
    }

    [Test]
    public void An_image_across_the_180th_meridian_has_a_ring_on_each_side()
    {
        RasterProfile tile = Granule(99960) with { Crs = "EPSG:32701", Transform = [99960, 10, 0, 8000020, 0, -10] };
        Footprint place = Footprint.Of(tile, "a.tif");
        Assert.Multiple(() =>
        {
            Assert.That(place.Rings, Has.Count.EqualTo(2));
            Assert.That(place.Rings[0].Select(p => p[0]), Is.All.InRange(179, 180));
            Assert.That(place.Rings[1].Select(p => p[0]), Is.All.InRange(-180, -179));
            Assert.That(place.Rings.Select(Area), Is.All.Positive);
            Assert.That(place.Rings.Select(r => r[0]), Is.EqualTo(place.Rings.Select(r => r[^1])));
            Assert.That(place.Box[0], Is.GreaterThan(place.Box[2]), "west of the meridian to east of it");
        });
    }

    [Test]
    public void Without_a_place_the_error_says_what_is_missing() => Assert.Multiple(() =>
    {
        Assert.That(() => Footprint.Of(Granule(0) with { Crs = null }, "a.tif"), Throws.TypeOf<RasterMismatchException>().With.Message.Contains("'a.tif' has no coordinate reference system"));
        Assert.That(() => Footprint.Of(Granule(0) with { Transform = null }, "a.tif"), Throws.TypeOf<RasterMismatchException>().With.Message.Contains("no transform"));
        Assert.That(() => Footprint.Of(Granule(0) with { Crs = "nonsense" }, "a.tif"), Throws.TypeOf<RasterMismatchException>().With.Message.Contains("cannot be told"));
    });

    private static RasterProfile Granule(double east) =>
        Profiles.Plain(10980, 10980, 13, SampleType.UInt16) with { Crs = "EPSG:32631", Transform = [east, 10, 0, 5000000, 0, -10] };

    private static double Area(IReadOnlyList<double[]> ring) => ring.Zip(ring.Skip(1), (a, b) => ((a[0] * b[1]) - (b[0] * a[1])) / 2).Sum();
}
