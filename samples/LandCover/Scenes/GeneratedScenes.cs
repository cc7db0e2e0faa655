using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Training.Simulation;

namespace Cloudless.Samples.LandCover.Scenes;

/// <summary>Made-up scenes: regions of five land covers, their radar image with speckle, and simulated clouds. The same bits for the same seed.</summary>
internal static class GeneratedScenes
{
    private const double Region = 50, Field = 9;

    /// <summary>Writes scenes; whole scenes are held out.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="options">How many, and how large.</param>
    public static SceneSet Write(string folder, GeneratedSceneOptions options)
    {
        var heldOut = new HashSet<string>();
        for (int i = 0; i < options.Count; i++)
        {
            ulong seed = options.Seed + (ulong)(1000 * i);
            string id = FormattableString.Invariant($"scene{i:00}");
            Write(folder, id, options.Size, seed);
            if (i % 2 == 1)
            {
                heldOut.Add(id);
            }
        }

        return new SceneSet(
            folder,
            $"generated: {options.Count} made-up scenes of {options.Size} x {options.Size} pixels, clouds simulated; every second scene held out. They show the job and say nothing about real land",
            options.PatchSize,
            Cover.All.Select((cover, i) => (Label: (byte)(i + 1), cover.Name)).ToDictionary(c => c.Label, c => c.Name),
            (scene, _, _) => heldOut.Contains(scene) ? PatchUse.HeldOut : PatchUse.Training);
    }

    private static void Write(string folder, string id, int size, ulong seed)
    {
        FractalNoise[] regions = [.. Cover.All.Select((_, k) => new FractalNoise(seed + (ulong)k))];
        var fields = new FractalNoise(seed + 50);
        var random = new SeededRandom(seed + 51);
        var clear = new Raster<short>(Sentinel2Band.Count, size, size);
        var sar = new Raster<float>(2, size, size);
        var labels = new Raster<byte>(1, size, size);
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                int k = Strongest(regions, x, y);
                Cover cover = Cover.All[k];
                labels[0, y, x] = (byte)(k + 1);
                double gain = 1 + (cover.Spread * (fields.At(x / Field, y / Field, 2) + (0.4 * random.NextGaussian())));
                for (int c = 0; c < clear.Channels; c++)
                {
                    // The air's own light, about that over water, does not follow the ground's brightness.
                    double air = 0.85 * Cover.All[0].Dn[c];
                    clear[c, y, x] = (short)Math.Clamp(air + ((cover.Dn[c] - air) * gain) + (4 * random.NextGaussian()), 1, 20_000);
                }

                sar[0, y, x] = Backscatter(cover.Vv, random);
                sar[1, y, x] = Backscatter(cover.Vh, random);
            }
        }

        var grid = new RasterProfile { Width = size, Height = size, BandCount = 1, SampleType = SampleType.UInt8, Crs = "EPSG:32632", Transform = [600_000, 10, 0, 5_500_000, 0, -10] };
        SceneFiles.WriteOptical(folder, id, clear, labels, grid, seed + 52);
        SceneFiles.WriteSar(folder, id, sar, grid);
    }

    private static int Strongest(FractalNoise[] regions, int x, int y)
    {
        double[] strength = [.. regions.Select(r => r.At(x / Region, y / Region, 3))];
        return Array.IndexOf(strength, strength.Max());
    }

    // Speckle of five looks.
    private static float Backscatter(double meanDb, SeededRandom random)
    {
        double power = 0;
        for (int look = 0; look < 5; look++)
        {
            power -= Math.Log(1 - random.NextDouble());
        }

        return (float)(meanDb + (10 * Math.Log10(power / 5)));
    }
}
