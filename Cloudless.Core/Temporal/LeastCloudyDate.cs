using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Temporal;

/// <summary>The simplest answer to clouds where there are several dates: the date with the fewest of them (baseline of Ebel et al. 2022, SEN12MS-CR-TS, Table I).</summary>
public static class LeastCloudyDate
{
    /// <summary>The date with the smallest share of cloud pixels, the earliest of equals.</summary>
    /// <param name="masks">One mask for each date, [1,H,W], values of <see cref="PixelClass"/>, all of one size.</param>
    /// <returns>Its index.</returns>
    /// <exception cref="ArgumentException">There is no date.</exception>
    /// <remarks>Thread-safe.</remarks>
    public static int Of(IReadOnlyList<Raster<byte>> masks)
    {
        ArgumentNullException.ThrowIfNull(masks);
        if (masks.Count == 0)
        {
            throw new ArgumentException("There is no date to choose from; give one mask for each date.", nameof(masks));
        }

        int[] clouds = [.. masks.Select(m => m.Data.AsSpan().Count(PixelClass.Cloud))];
        return Array.IndexOf(clouds, clouds.Min());
    }
}
