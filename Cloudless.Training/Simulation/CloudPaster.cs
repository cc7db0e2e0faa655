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
    /// <param name="shadows">How the clouds cast shadows.</param>
    /// <returns>The cloudy image, [13,H,W], DN.</returns>
    /// <exception cref="ArgumentException">An image has not 13 channels, or the score another size than the donor.</exception>
    public static Raster<float> Apply(Raster<short> clear, Raster<short> donor, float[] donorScore, SeededRandom random, ShadowOptions shadows)
    {
        ArgumentNullException.ThrowIfNull(clear);
        ArgumentNullException.ThrowIfNull(donor);
        ArgumentNullException.ThrowIfNull(donorScore);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(shadows);
        CloudSpectrum.RequireBands(clear);
        CloudSpectrum.RequireBands(donor);
        if (donorScore.Length != donor.PlaneLength)
        {
            throw new ArgumentException($"The score holds {donorScore.Length} values; the donor has {donor.PlaneLength} pixels.", nameof(donorScore));
        }

        Placement placement = Placement.Draw(donor.Height, donor.Width, random);
        float gain = (float)random.NextDouble(0.85, 1.15);
        bool casts = random.NextDouble() < shadows.Share;
        SunShadow shadow = SunShadow.Draw(shadows, random);
        Raster<float> cloudy = clear.ToFloat();
        if (casts)
        {
            int[] towardSun = placement.Sources(clear.Height, clear.Width, -shadow.Rows, -shadow.Columns);
            SunShadow.Darken(cloudy, Opacity(donorScore, towardSun), CloudSpectrum.DrawShadow(random));
        }

        int[] source = placement.Sources(clear.Height, clear.Width, 0, 0);
        float[] alpha = Opacity(donorScore, source);
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

    private static float[] Opacity(float[] donorScore, int[] source)
    {
        float[] alpha = new float[source.Length];
        for (int i = 0; i < alpha.Length; i++)
        {
            float t = Math.Clamp((donorScore[source[i]] - ScoreBegin) / (ScoreFull - ScoreBegin), 0, 1);
            alpha[i] = t * t * (3 - (2 * t));
        }

        return alpha;
    }

    /// <summary>How the donor lies on the plane: turned, shifted and mirrored on and on at its edges.</summary>
    private readonly record struct Placement(bool Transpose, bool Mirror, int ShiftY, int ShiftX, int Height, int Width)
    {
        public static Placement Draw(int height, int width, SeededRandom random) =>
            new(random.Next(2) == 1, random.Next(2) == 1, random.Next(height), random.Next(width), height, width);

        /// <summary>For each pixel of a window that begins at a row and a column the donor pixel that lands on it.</summary>
        public int[] Sources(int rows, int columns, int top, int left)
        {
            int[] source = new int[rows * columns];
            for (int i = 0; i < source.Length; i++)
            {
                int y = top + (i / columns), x = left + (i % columns);
                (int v, int u) = Transpose ? (x, y) : (y, x);
                u = Reflect(u + ShiftX, Width);
                source[i] = (Reflect(v + ShiftY, Height) * Width) + (Mirror ? Width - 1 - u : u);
            }

            return source;
        }

        private static int Reflect(int i, int length)
        {
            int at = ((i % (2 * length)) + (2 * length)) % (2 * length);
            return at < length ? at : (2 * length) - 1 - at;
        }
    }
}
