namespace Cloudless.Rasters.Products;

/// <summary>Which pixels along one side make each pixel of a window, and with which weights.</summary>
/// <param name="Count">Pixels that make one: 2 or 4.</param>
/// <param name="Places">[window,count], place in the source window; at the file's edge the outermost pixel is taken again.</param>
/// <param name="Weights">[window,count]; bilinear: whole numbers whose sum is <paramref name="Sum"/>.</param>
/// <param name="Sum">Sum of the weights of a pixel.</param>
internal sealed record Taps(int Count, int[] Places, float[] Weights, float Sum)
{
    /// <summary>Makes them.</summary>
    /// <param name="resampling">Bilinear or cubic.</param>
    /// <param name="factor">Pixels of the scene along a side of the file's pixels.</param>
    /// <param name="first">First pixel of the window on the scene's grid.</param>
    /// <param name="length">Pixels of the window.</param>
    /// <param name="from">First pixel of the source window in the file.</param>
    /// <param name="size">Pixels of the file.</param>
    public static Taps Of(BandResampling resampling, int factor, int first, int length, int from, int size)
    {
        bool cubic = resampling == BandResampling.Cubic;
        int count = cubic ? 4 : 2;
        var taps = new Taps(count, new int[length * count], new float[length * count], cubic ? 1 : 2 * factor);
        for (int i = 0; i < length; i++)
        {
            // The center of the pixel, (2 p + 1) / (2 factor) - 1/2 in pixels of the file, as a whole part and a share of 2 * factor.
            (int quotient, int share) = Math.DivRem((2 * (first + i)) + 1 + factor, 2 * factor);
            for (int k = 0; k < count; k++)
            {
                taps.Places[(i * count) + k] = Math.Clamp(quotient - (cubic ? 2 : 1) + k, 0, size - 1) - from;
                taps.Weights[(i * count) + k] = cubic ? (float)Keys(Math.Abs((share / (2.0 * factor)) + 1 - k))
                    : k == 0 ? (2 * factor) - share : share;
            }
        }

        return taps;
    }

    // Keys 1981, equation 15.
    private static double Keys(double t) => t < 1 ? ((1.5 * t) - 2.5) * t * t + 1 : ((((-0.5 * t) + 2.5) * t) - 4) * t + 2;
}
