using Cloudless.Imagery;
using Cloudless.Training.Simulation;

namespace Cloudless.Cli.Demo;

/// <summary>
/// A made-up Sentinel-2 scene with known truth: the same seeded landscape once under a clear sky and once under clouds, and its radar image.
/// Spectra, speckle and native resolutions are plausible, not measured; it shows and tests the job, it proves nothing about real images.
/// </summary>
/// <param name="Cloudy">[13,H,W], DN, under clouds, haze and shadow.</param>
/// <param name="Clear">[13,H,W], DN, the same ground and moment without them.</param>
/// <param name="Sar">[2,H,W], VV and VH in dB, with speckle.</param>
/// <param name="Opacity">[1,H,W], opaque part of the cloud, 0..1.</param>
internal sealed record SyntheticScene(Raster<ushort> Cloudy, Raster<ushort> Clear, Raster<float> Sar, Raster<float> Opacity)
{
    /// <summary>WKT of EPSG:32632, UTM zone 32 north.</summary>
    private const string Utm32North =
        "PROJCS[\"WGS 84 / UTM zone 32N\",GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,"
        + "AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],"
        + "UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AUTHORITY[\"EPSG\",\"4326\"]],PROJECTION[\"Transverse_Mercator\"],"
        + "PARAMETER[\"latitude_of_origin\",0],PARAMETER[\"central_meridian\",9],PARAMETER[\"scale_factor\",0.9996],"
        + "PARAMETER[\"false_easting\",500000],PARAMETER[\"false_northing\",0],UNIT[\"metre\",1,AUTHORITY[\"EPSG\",\"9001\"]],"
        + "AXIS[\"Easting\",EAST],AXIS[\"Northing\",NORTH],AUTHORITY[\"EPSG\",\"32632\"]]";

    /// <summary>The profile of the optical images.</summary>
    public RasterProfile OpticalProfile => Profile(Cloudy.Channels, SampleType.UInt16, [.. Sentinel2Band.All.Select(b => b.Id)]);

    /// <summary>The profile of the radar image.</summary>
    public RasterProfile SarProfile => Profile(Sar.Channels, SampleType.Float32, ["VV", "VH"]);

    /// <summary>Makes a scene; the same bits for the same arguments.</summary>
    /// <param name="size">Side in pixels of 10 m.</param>
    /// <param name="seed">Chooses fields, woods and clouds.</param>
    public static SyntheticScene Generate(int size, ulong seed)
    {
        var landscape = new SyntheticLandscape(size, seed);
        var sky = new SyntheticSky(seed);
        var relief = new FractalNoise(seed + 21);
        var random = new SeededRandom(seed + 22);
        var clear = new Raster<float>(Sentinel2Band.Count, size, size);
        var cloudy = new Raster<float>(Sentinel2Band.Count, size, size);
        var sar = new Raster<float>(2, size, size);
        var opacity = new Raster<float>(1, size, size);
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                Ground ground = landscape.At(y, x);
                Sky above = sky.At(y, x);
                double roughness = Mix(ground.First.Roughness, ground.Second.Roughness, ground.Mix);
                double slope = relief.At((x + 2) / 130.0, (y + 2) / 130.0, 3) - relief.At((x - 2) / 130.0, (y - 2) / 130.0, 3);
                double gain = ground.Gain * (1 + (roughness * random.NextGaussian()) + (ground.First == SurfaceType.Water ? 0 : 0.9 * slope));
                for (int c = 0; c < Sentinel2Band.Count; c++)
                {
                    double dn = Mix(ground.First.Dn[c], ground.Second.Dn[c], ground.Mix);

                    // The air's own light does not follow the ground's brightness.
                    double air = 0.85 * SurfaceType.Water.Dn[c];
                    float surface = (float)Math.Max(1, air + ((dn - air) * gain));
                    clear[c, y, x] = surface;
                    cloudy[c, y, x] = SyntheticSky.Through(above, surface, c);
                }

                opacity[0, y, x] = (float)above.Opacity;
                sar[0, y, x] = Backscatter(Mix(ground.First.Vv, ground.Second.Vv, ground.Mix) + ground.SarOffset, random);
                sar[1, y, x] = Backscatter(Mix(ground.First.Vh, ground.Second.Vh, ground.Mix) + ground.SarOffset, random);
            }
        }

        ulong noise = random.NextUInt64();
        return new SyntheticScene(Sense(cloudy, noise), Sense(clear, noise), sar, opacity);
    }

    private RasterProfile Profile(int bands, SampleType type, IReadOnlyList<string?> names) => new()
    {
        Width = Cloudy.Width,
        Height = Cloudy.Height,
        BandCount = bands,
        SampleType = type,
        Crs = Utm32North,
        Transform = [600_000, 10, 0, 5_500_000, 0, -10],
        BandNames = names,
        Tags = new Dictionary<string, string> { ["CLOUDLESS_SYNTHETIC"] = "made-up landscape, not an observation" },
    };

    /// <summary>Averages each band over its native pixel and adds the sensor's noise: the same in both images, as they show one moment.</summary>
    private static Raster<ushort> Sense(Raster<float> image, ulong seed)
    {
        var sensed = new Raster<ushort>(image.Channels, image.Height, image.Width);
        foreach (Sentinel2Band band in Sentinel2Band.All)
        {
            var random = new SeededRandom(seed + (ulong)band.Index);
            int step = band.NativeResolution / 10;
            for (int top = 0; top < image.Height; top += step)
            {
                for (int left = 0; left < image.Width; left += step)
                {
                    int bottom = Math.Min(image.Height, top + step), right = Math.Min(image.Width, left + step);
                    double sum = 0;
                    for (int y = top; y < bottom; y++)
                    {
                        for (int x = left; x < right; x++)
                        {
                            sum += image[band.Index, y, x];
                        }
                    }

                    double mean = sum / ((bottom - top) * (right - left));
                    ushort dn = (ushort)Math.Clamp(Math.Round(mean + (3 * random.NextGaussian())), 1, 20_000);
                    for (int y = top; y < bottom; y++)
                    {
                        for (int x = left; x < right; x++)
                        {
                            sensed[band.Index, y, x] = dn;
                        }
                    }
                }
            }
        }

        return sensed;
    }

    /// <summary>Multi-looked speckle on a mean backscatter, dB: a gamma variable of 5 looks, as in Sentinel-1's detected products.</summary>
    private static float Backscatter(double meanDb, SeededRandom random)
    {
        double power = 0;
        for (int look = 0; look < 5; look++)
        {
            power -= Math.Log(1 - random.NextDouble());
        }

        return (float)(meanDb + (10 * Math.Log10(power / 5)));
    }

    private static double Mix(double first, double second, double share) => first + ((second - first) * share);
}
