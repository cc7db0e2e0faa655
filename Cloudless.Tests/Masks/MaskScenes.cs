using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Tests.Masks;

/// <summary>Generated scenes and the two walks over them.</summary>
internal static class MaskScenes
{
    /// <summary>Land in discs of clouds, haze and shade of any size, some nodata and some cirrus.</summary>
    public static Raster<float> Scattered(int height, int width, int seed)
    {
        var random = new Random(seed);
        Raster<float> image = Land(height, width);
        for (int i = 0; i < height * width / 500; i++)
        {
            (int y, int x, int radius) = (random.Next(height), random.Next(width), random.Next(1, 11));
            (float visible, float infrared) = random.Next(4) switch { 0 => (700f, 900f), 1 => (2_000f, 3_000f), _ => (6_000f, 6_000f) };
            Paint(image, y, x, radius, visible, infrared);
        }

        for (int c = 0; c < image.Channels; c++)
        {
            Span<float> band = image.Channel(c);
            foreach (ref float value in band)
            {
                value += random.Next(-60, 60);
            }

            for (int y = 0; y < height / 5; y++)
            {
                band.Slice(y * width, (width / 6) + 1).Clear();
            }
        }

        return image;
    }

    /// <summary>Land of one color.</summary>
    public static Raster<float> Land(int height, int width)
    {
        var image = new Raster<float>(Sentinel2Band.Count, height, width);
        for (int c = 0; c < image.Channels; c++)
        {
            image.Channel(c).Fill(c == Sentinel2Band.B10.Index ? 15 : c >= Sentinel2Band.B05.Index ? 2_500 : 900);
        }

        return image;
    }

    /// <summary>A disc.</summary>
    public static void Paint(Raster<float> image, int row, int column, int radius, float visible, float infrared)
    {
        for (int y = Math.Max(0, row - radius); y <= Math.Min(image.Height - 1, row + radius); y++)
        {
            for (int x = Math.Max(0, column - radius); x <= Math.Min(image.Width - 1, column + radius); x++)
            {
                if (((y - row) * (y - row)) + ((x - column) * (x - column)) <= radius * radius)
                {
                    for (int c = 0; c < image.Channels; c++)
                    {
                        image[c, y, x] = c == Sentinel2Band.B10.Index ? (infrared >= 5_000 ? 150 : 15) : c >= Sentinel2Band.B05.Index ? infrared : visible;
                    }
                }
            }
        }
    }

    /// <summary>The first walk.</summary>
    public static void Gather(RemovalMaskSource source, Raster<float> scene, IEnumerable<Window> cores, int threads)
    {
        foreach (Window core in cores)
        {
            Window wide = core.GrowWithin(source.Halo, scene.Width, scene.Height);
            source.Gather(scene.Crop(wide).Data, wide, core, threads);
        }
    }

    /// <summary>Both walks, the second of which must give the whole scene's weights in every core.</summary>
    public static void RequireWindowsEqual(RemovalMaskSource source, Raster<float> scene, Window[] cores, Raster<float> whole, int threads)
    {
        Gather(source, scene, cores, threads);
        foreach (Window core in cores)
        {
            Window wide = core.GrowWithin(source.Halo, scene.Width, scene.Height);
            var weight = new Raster<float>(1, wide.Height, wide.Width);
            source.Compute(scene.Crop(wide).Data, wide, weight.Data, threads);
            Window inner = core with { Column = core.Column - wide.Column, Row = core.Row - wide.Row };
            Assert.That(weight.Crop(inner).Data, Is.EqualTo(whole.Crop(core).Data), $"window {core}");
        }
    }
}
