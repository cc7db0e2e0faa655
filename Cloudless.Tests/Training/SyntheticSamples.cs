using Cloudless.Imagery;
using Cloudless.Training.Datasets;

namespace Cloudless.Tests.Training;

/// <summary>Tiny seeded samples: patchy ground, a bright cloud over the left part of the input.</summary>
internal static class SyntheticSamples
{
    public const int Side = 48;

    public static Sample Make(string id, ulong seed, string group, int? fold = null, bool input = true, bool sar = true, int side = Side)
    {
        var random = new SeededRandom(seed);
        var target = new Raster<short>(Sentinel2Band.Count, side, side);
        for (int c = 0; c < target.Channels; c++)
        {
            int level = c == Sentinel2Band.B10.Index ? 15 : 500 + (int)(random.NextDouble() * 1500);
            foreach (ref short value in target.Channel(c))
            {
                value = (short)(level + random.Next(1 + (level / 4)));
            }
        }

        Raster<short>? cloudy = null;
        if (input)
        {
            cloudy = new Raster<short>(target.Channels, side, side, (short[])target.Data.Clone());
            for (int c = 0; c < cloudy.Channels; c++)
            {
                for (int y = 0; y < side; y++)
                {
                    for (int x = 0; x < side / 2; x++)
                    {
                        cloudy[c, y, x] = (short)(c == Sentinel2Band.B10.Index ? 100 : 6000 + random.Next(500));
                    }
                }
            }
        }

        Raster<float>? radar = null;
        if (sar)
        {
            radar = new Raster<float>(2, side, side);
            for (int i = 0; i < radar.Data.Length; i++)
            {
                radar.Data[i] = (float)(-12 - (6 * random.NextDouble()));
            }
        }

        return new Sample { Id = id, Source = "synthetic", Group = group, Fold = fold, Input = cloudy, Target = target, Sar = radar };
    }

    /// <summary>Two triplets in folds 1 and 2, a pair without SAR and a clear surface.</summary>
    public static IReadOnlyList<Sample> Few { get; } =
    [
        Make("one", 1, "A", fold: 1),
        Make("two", 2, "B", fold: 2),
        Make("pair", 3, "C", sar: false),
        Make("clear", 4, "D", input: false),
    ];
}
