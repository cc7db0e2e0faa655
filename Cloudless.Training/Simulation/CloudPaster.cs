using Cloudless.Imagery;
using Cloudless.Training.Datasets;

namespace Cloudless.Training.Simulation;

/// <summary>
/// Lays the real clouds of one image over the ground of another: (1-a)·ground + a·donor with a from the donor's cloud score, so that edges
/// and thin parts stay soft. The donor is turned, mirrored, shifted and brightened at random; its clouds may cast a displaced shadow.
/// </summary>
/// <remarks>The same random state gives the same image. Static, thread-safe.</remarks>
public static class CloudPaster
{
    /// <summary>Cloud score at which a donor pixel begins to cover.</summary>
    private const float ScoreBegin = 0.03f;

    /// <summary>Cloud score from which a donor pixel covers fully.</summary>
    private const float ScoreFull = 0.3f;

    /// <summary>Pastes a donor's clouds.</summary>
    /// <param name="clear">[13,H,W], DN with the offset removed, cloud-free; untouched.</param>
    /// <param name="donor">[13,h,w], DN, with clouds; of any size, mirrored at its edges where it is smaller.</param>
    /// <param name="donorScore">[h,w], cloud score of the donor, 0..1.</param>
    /// <param name="random">Source of every choice.</param>
    /// <param name="shadowShare">Probability that the clouds cast a shadow.</param>
    /// <returns>The cloudy image, [13,H,W], DN.</returns>
    /// <exception cref="ArgumentException">An image has not 13 channels, or the score another size than the donor.</exception>
    public static Raster<float> Apply(Raster<short> clear, Raster<short> donor, float[] donorScore, SeededRandom random, double shadowShare = 0.6)
    {
        ArgumentNullException.ThrowIfNull(clear);
        ArgumentNullException.ThrowIfNull(donor);
        ArgumentNullException.ThrowIfNull(donorScore);
        ArgumentNullException.ThrowIfNull(random);
        CloudComposer.RequireBands(clear);
        CloudComposer.RequireBands(donor);
        if (donorScore.Length != donor.PlaneLength)
        {
            throw new ArgumentException($"The score holds {donorScore.Length} values; the donor has {donor.PlaneLength} pixels.", nameof(donorScore));
        }

        int[] source = DrawPlacement(clear.Height, clear.Width, donor.Height, donor.Width, random);
        float gain = (float)random.NextDouble(0.85, 1.15);
        float[] alpha = new float[clear.PlaneLength];
        for (int i = 0; i < alpha.Length; i++)
        {
            float t = Math.Clamp((donorScore[source[i]] - ScoreBegin) / (ScoreFull - ScoreBegin), 0, 1);
            alpha[i] = t * t * (3 - (2 * t));
        }

        Raster<float> cloudy = clear.ToFloat();
        if (random.NextDouble() < shadowShare)
        {
            CloudComposer.CastShadow(cloudy, alpha, CloudSpectrum.DrawShadow(random), 40, random);
        }

        for (int c = 0; c < cloudy.Channels; c++)
        {
            Span<float> plane = cloudy.Channel(c);
            ReadOnlySpan<short> from = donor.Channel(c);
            for (int i = 0; i < plane.Length; i++)
            {
                plane[i] += alpha[i] * ((gain * from[source[i]]) - plane[i]);
            }
        }

        return cloudy;
    }

    /// <summary>For each pixel of the result the donor pixel that lands on it.</summary>
    private static int[] DrawPlacement(int height, int width, int donorHeight, int donorWidth, SeededRandom random)
    {
        bool transpose = random.Next(2) == 1, mirror = random.Next(2) == 1;
        int shiftY = random.Next(donorHeight), shiftX = random.Next(donorWidth);
        int[] source = new int[height * width];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (int v, int u) = transpose ? (x, y) : (y, x);
                u = Reflect(u + shiftX, donorWidth);
                source[(y * width) + x] = (Reflect(v + shiftY, donorHeight) * donorWidth) + (mirror ? donorWidth - 1 - u : u);
            }
        }

        return source;
    }

    private static int Reflect(int i, int length)
    {
        int at = i % (2 * length);
        return at < length ? at : (2 * length) - 1 - at;
    }
}
