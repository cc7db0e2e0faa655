using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Training.Datasets;

/// <summary>Mask and score of an image in memory.</summary>
/// <param name="PixelClass">[H,W]; 0 clear, 1 cloud, 2 shadow.</param>
/// <param name="Score">[H,W], 0..1, the cloud score before its threshold.</param>
/// <param name="Cover">Share of cloud pixels, 0..1.</param>
internal sealed record CloudCover(byte[] PixelClass, float[] Score, double Cover)
{
    private static readonly CloudMaskOptions Options = new();

    /// <summary>Computes all three over the whole patch.</summary>
    public static CloudCover Of(Raster<short> image) => Of(image.ToFloat().Data, image.Height, image.Width);

    /// <summary>Computes all three from [13,H,W] DN.</summary>
    public static CloudCover Of(ReadOnlySpan<float> optical, int height, int width)
    {
        byte[] pixelClass = new byte[height * width];
        float[] score = new float[height * width];
        CloudShadowMask.Compute(optical, height, width, Options, pixelClass, score);
        return new CloudCover(pixelClass, score, pixelClass.Count(c => c == 1) / (double)pixelClass.Length);
    }
}
