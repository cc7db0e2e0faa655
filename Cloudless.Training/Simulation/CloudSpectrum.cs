using Cloudless.Imagery;

namespace Cloudless.Training.Simulation;

/// <summary>How clouds, their shadows and haze look in the 13 bands.</summary>
internal static class CloudSpectrum
{
    /// <summary>DN of a thick water cloud: the median spectrum of an overcast L1C date, rounded.</summary>
    private static readonly float[] Thick = [7100, 6900, 6400, 6850, 7050, 7150, 7300, 7200, 7350, 4800, 400, 4800, 3550];

    /// <summary>Share of the light that a full shadow takes away: skylight fills the blue more than the infrared.</summary>
    private static readonly float[] Shadow = [0.25f, 0.35f, 0.45f, 0.52f, 0.56f, 0.6f, 0.62f, 0.64f, 0.65f, 0.6f, 0f, 0.72f, 0.75f];

    /// <summary>Ice crystals are much larger than the wavelengths: as thick in one band as in another.</summary>
    public static float[] GrayExtinction { get; } = [.. Enumerable.Repeat(1f, Sentinel2Band.Count)];

    /// <summary>Refuses images without the 13 bands.</summary>
    public static void RequireBands(Raster<short> image)
    {
        if (image.Channels != Sentinel2Band.Count)
        {
            throw new ArgumentException($"The image has {image.Channels} channels; clouds are made in the {Sentinel2Band.Count} bands of Sentinel-2 L1C.", nameof(image));
        }
    }

    /// <summary>Draws the DN of one patch's low clouds: brightness common to all bands, with the infrared, water vapor and cirrus bands varying on their own.</summary>
    public static float[] DrawLow(SeededRandom random)
    {
        float[] cloud = DrawWhite(random, 0.45, 1.3);
        Scale(cloud, random, shortWaveLeast: 0.6, shortWaveMost: 1.15);
        cloud[Sentinel2Band.B09.Index] *= (float)random.NextDouble(0.5, 1.2);
        cloud[Sentinel2Band.B10.Index] = (float)Math.Exp(random.NextDouble(Math.Log(15), Math.Log(900)));
        return cloud;
    }

    /// <summary>Draws the DN of one patch's cirrus were it thick: little in the short-wave infrared, much in B10.</summary>
    public static float[] DrawCirrus(SeededRandom random)
    {
        float[] cloud = DrawWhite(random, 0.45, 1);
        Scale(cloud, random, shortWaveLeast: 0.4, shortWaveMost: 0.9);
        cloud[Sentinel2Band.B09.Index] *= (float)random.NextDouble(0.9, 1.4);
        cloud[Sentinel2Band.B10.Index] = (float)random.NextDouble(800, 3000);
        return cloud;
    }

    /// <summary>Draws how thick low clouds are in each band against the green: small drops at their edges make them a little thinner toward the infrared.</summary>
    public static float[] DrawExtinction(SeededRandom random)
    {
        double exponent = random.NextDouble(0, 0.4);
        return [.. Sentinel2Band.All.Select(b => (float)Math.Pow(Sentinel2Band.B03.CenterWavelength / b.CenterWavelength, exponent))];
    }

    /// <summary>Draws the shares of light that this patch's shadows take away.</summary>
    public static float[] DrawShadow(SeededRandom random)
    {
        float depth = (float)random.NextDouble(0.5, 1.15);
        return [.. Shadow.Select(s => Math.Min(0.9f, s * depth))];
    }

    /// <summary>Draws the DN that haze adds where it is densest; it falls with wavelength like fine aerosol and does not reach B10.</summary>
    public static float[] DrawHaze(CloudSimulatorOptions options, SeededRandom random)
    {
        double strength = random.NextDouble(options.MinimumHaze, options.MaximumHaze), exponent = random.NextDouble(0.8, 2);
        return [.. Sentinel2Band.All.Select(b => b == Sentinel2Band.B10 ? 0f : (float)(strength * Math.Pow(Sentinel2Band.B01.CenterWavelength / b.CenterWavelength, exponent)))];
    }

    private static float[] DrawWhite(SeededRandom random, double least, double most)
    {
        float brightness = (float)random.NextDouble(least, most), tilt = (float)random.NextDouble(-0.08, 0.08);
        return [.. Thick.Select((dn, c) => dn * brightness * (1 + (tilt * (c - 5) / 5)))];
    }

    private static void Scale(float[] cloud, SeededRandom random, double shortWaveLeast, double shortWaveMost)
    {
        float shortWave = (float)random.NextDouble(shortWaveLeast, shortWaveMost);
        cloud[Sentinel2Band.B11.Index] *= shortWave;
        cloud[Sentinel2Band.B12.Index] *= shortWave * (float)random.NextDouble(0.85, 1.1);
    }
}
