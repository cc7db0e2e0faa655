using Cloudless.Imagery;

namespace Cloudless.Training.Simulation;

/// <summary>How clouds, their shadows and haze look in the 13 bands.</summary>
internal static class CloudSpectrum
{
    /// <summary>DN of a thick water cloud: the median spectrum of an overcast L1C date, rounded.</summary>
    private static readonly float[] Thick = [7100, 6900, 6400, 6850, 7050, 7150, 7300, 7200, 7350, 4800, 400, 4800, 3550];

    /// <summary>Share of the light that a full shadow takes away: skylight fills the blue more than the infrared.</summary>
    private static readonly float[] Shadow = [0.25f, 0.35f, 0.45f, 0.52f, 0.56f, 0.6f, 0.62f, 0.64f, 0.65f, 0.6f, 0f, 0.72f, 0.75f];

    /// <summary>Draws the DN of one patch's clouds: brightness common to all bands, with the infrared, water vapor and cirrus bands varying on their own.</summary>
    public static float[] DrawCloud(bool cirrus, SeededRandom random)
    {
        float brightness = (float)random.NextDouble(0.45, 1.3);
        float shortWave = (float)random.NextDouble(0.6, 1.15), vapor = (float)random.NextDouble(0.5, 1.2);
        float tilt = (float)random.NextDouble(-0.08, 0.08);
        float[] cloud = new float[Sentinel2Band.Count];
        for (int c = 0; c < cloud.Length; c++)
        {
            cloud[c] = Thick[c] * brightness * (1 + (tilt * (c - 5) / 5));
        }

        cloud[Sentinel2Band.B09.Index] *= vapor;
        cloud[Sentinel2Band.B11.Index] *= shortWave;
        cloud[Sentinel2Band.B12.Index] *= shortWave * (float)random.NextDouble(0.85, 1.1);
        cloud[Sentinel2Band.B10.Index] = (float)(cirrus ? random.NextDouble(800, 3000) : Math.Exp(random.NextDouble(Math.Log(15), Math.Log(900))));
        return cloud;
    }

    /// <summary>Draws the shares of light that this patch's shadows take away.</summary>
    public static float[] DrawShadow(SeededRandom random)
    {
        float depth = (float)random.NextDouble(0.5, 1.15);
        return [.. Shadow.Select(s => Math.Min(0.9f, s * depth))];
    }

    /// <summary>Draws the DN that haze adds where it is densest; it falls with wavelength like fine aerosol.</summary>
    public static float[] DrawHaze(SeededRandom random)
    {
        double strength = random.NextDouble(100, 900), exponent = random.NextDouble(0.8, 2);
        return [.. Sentinel2Band.All.Select(b => b == Sentinel2Band.B10 ? 0f : (float)(strength * Math.Pow(Sentinel2Band.B01.CenterWavelength / b.CenterWavelength, exponent)))];
    }
}
