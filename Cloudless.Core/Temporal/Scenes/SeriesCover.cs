using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Rasters.Scratch;

namespace Cloudless.Temporal;

/// <summary>What is covered on each date of a series: one byte a pixel and date, in memory or, where that is too much, in a temporary file.</summary>
/// <param name="codes">[T,H,W]: 0 clear, 1..254 covered (the share to be repainted, in 254ths), 255 nodata.</param>
/// <remarks>Dates are written one after the other; what is written may be read from any thread.</remarks>
internal sealed class SeriesCover(SampleStore<byte> codes)
{
    /// <summary>The code of pixels without data.</summary>
    public const byte NoData = 255;

    private const float Full = 254;

    private readonly (long Covered, long NoData)[] _counts = new (long, long)[codes.Channels];

    /// <summary>Pixels of a date.</summary>
    public long Pixels => (long)codes.Height * codes.Width;

    /// <summary>Covered pixels of a date.</summary>
    public long Covered(int date) => _counts[date].Covered;

    /// <summary>Pixels of a date without data.</summary>
    public long WithoutData(int date) => _counts[date].NoData;

    /// <summary>Whether some pixel of a date is clear.</summary>
    public bool IsAnywhereClear(int date) => Covered(date) + WithoutData(date) < Pixels;

    /// <summary>Whether some pixel is clear on some date.</summary>
    public bool AnyClear => Enumerable.Range(0, _counts.Length).Any(IsAnywhereClear);

    /// <summary>The date with the fewest covered or missing pixels, the earliest of equals.</summary>
    public int LeastCloudy => Enumerable.Range(0, _counts.Length).MinBy(d => _counts[d].Covered + _counts[d].NoData);

    /// <summary>Takes a window of a date.</summary>
    /// <param name="date">Which date.</param>
    /// <param name="window">Where; no pixel comes twice.</param>
    /// <param name="weights">[h,w]: 0 clear, above 0..1 covered, below 0 nodata.</param>
    public void Put(int date, Window window, ReadOnlySpan<float> weights)
    {
        byte[] row = new byte[weights.Length];
        (long covered, long missing) = _counts[date];
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = weights[i] < 0 ? NoData : weights[i] == 0 ? (byte)0 : (byte)Math.Max(1, MathF.Round(weights[i] * Full));
            covered += row[i] is > 0 and < NoData ? 1 : 0;
            missing += row[i] == NoData ? 1 : 0;
        }

        codes.Write(date, window, row, window.Width);
        _counts[date] = (covered, missing);
    }

    /// <summary>The codes of a window of a date, [h,w].</summary>
    public void Read(int date, Window window, Span<byte> destination) => codes.Read(date, window, destination);

    /// <summary>A window of a date as <see cref="PixelClass"/>, [h,w].</summary>
    public void ReadClasses(int date, Window window, Span<byte> destination)
    {
        Read(date, window, destination);
        foreach (ref byte code in destination)
        {
            code = code switch { 0 => PixelClass.Clear, NoData => PixelClass.NoData, _ => PixelClass.Cloud };
        }
    }

    /// <summary>The share of each pixel to be repainted, 0..1; pixels without data get 0.</summary>
    /// <param name="codes">Codes.</param>
    /// <param name="weights">As long, overwritten.</param>
    /// <param name="composite">False where all pixels with data are repainted.</param>
    public static void Weigh(ReadOnlySpan<byte> codes, Span<float> weights, bool composite)
    {
        for (int i = 0; i < codes.Length; i++)
        {
            weights[i] = codes[i] == NoData ? 0 : composite ? codes[i] / Full : 1;
        }
    }
}
