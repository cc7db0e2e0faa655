using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;

namespace Cloudless.Tests.Removal;

/// <summary>Small seeded models and scenes for the tests of this room.</summary>
internal static class Fixtures
{
    /// <summary>A random DSen2-CR with F=4; its halo is 2 * blocks + 2.</summary>
    public static CloudRemovalModel Model(bool sar = true, float? missingFill = null, int features = 4, int blocks = 1)
    {
        var options = new DSen2CrOptions { Features = features, Blocks = blocks, Sar = sar };
        NetworkGraph graph = DSen2Cr.Build(options);
        HeUniform.Initialize(graph, 11);
        ModelCard card = ModelCard.ForDSen2Cr(options, "small-random", "0.0.1", DateTimeOffset.UnixEpoch);
        return CloudRemovalModel.Create(graph, card with
        {
            Channels = [.. card.Channels.Select(c => c.Unit == ChannelCard.Decibel ? c with { MissingFill = missingFill } : c)],
        });
    }

    /// <summary>
    /// [13,H,W], stored DN: dim land with texture, one bright cloud of the given radius around the given place, B10 at 0 over land, and
    /// no data in the last two columns.
    /// </summary>
    public static Raster<ushort> Scene(int height, int width, int cloudRow, int cloudColumn, int radius, int seed = 3)
    {
        var random = new SeededRandom((ulong)seed);
        var scene = new Raster<ushort>(13, height, width);
        for (int c = 0; c < 13; c++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width - 2; x++)
                {
                    bool cloud = Math.Pow(y - cloudRow, 2) + Math.Pow(x - cloudColumn, 2) <= radius * radius;
                    double value = cloud ? (c == 10 ? 400 : 6000) : c == 10 ? 0 : 500 + (90 * c);
                    scene[c, y, x] = (ushort)(value == 0 ? 0 : value + random.Next(100));
                }
            }
        }

        return scene;
    }

    /// <summary>[2,H,W], dB.</summary>
    public static Raster<float> Sar(int height, int width)
    {
        var random = new SeededRandom(5);
        var sar = new Raster<float>(2, height, width);
        for (int i = 0; i < sar.Data.Length; i++)
        {
            sar.Data[i] = (float)((i < sar.PlaneLength ? -11 : -18) + random.NextGaussian());
        }

        return sar;
    }

    public static Raster<float> SignedDn(Raster<ushort> stored)
    {
        var signed = new Raster<float>(stored.Channels, stored.Height, stored.Width);
        Radiometry.Dn.ToSignedDn<ushort>(stored.Data, stored.Channels, null, signed.Data);
        return signed;
    }
}
