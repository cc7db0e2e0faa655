using Cloudless.Imagery;
using Cloudless.Networks.Onnx;
using Cloudless.Removal.PriorFills;

namespace Cloudless.Tests.Removal.PriorFills;

/// <summary>Small images for the tests of prior fills.</summary>
internal static class FillImages
{
    /// <summary>[13,H,W] by band and pixel.</summary>
    public static Raster<float> Optical(int height, int width, Func<int, int, float> dn)
    {
        var optical = new Raster<float>(Sentinel2Band.Count, height, width);
        for (int i = 0; i < optical.Data.Length; i++)
        {
            optical.Data[i] = dn(i / optical.PlaneLength, i % optical.PlaneLength);
        }

        return optical;
    }

    /// <summary>[1,H,W].</summary>
    public static Raster<float> Weight(int height, int width, float[] weight) => new(1, height, width, weight);

    /// <summary>[2,H,W], uniform over what land gives.</summary>
    public static Raster<float> Sar(int height, int width, ulong seed)
    {
        var random = new SeededRandom(seed);
        var sar = new Raster<float>(2, height, width);
        for (int i = 0; i < sar.PlaneLength; i++)
        {
            sar.Data[i] = (float)random.NextDouble(-18, -5);
            sar.Data[sar.PlaneLength + i] = (float)random.NextDouble(-26, -10);
        }

        return sar;
    }

    /// <summary>What is learned from one clear image with the default weight.</summary>
    public static PriorFillCard Learn(string name, Raster<float> clear, Raster<float>? sar = null)
    {
        var learner = new PriorFillLearner(name);
        learner.Add(clear, sar);
        return learner.ToCard();
    }
}
