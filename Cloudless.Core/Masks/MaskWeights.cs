using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>Weights of repainting from a mask that somebody else made: what it covers, grown and feathered as <see cref="RemovalMask"/> does with its own finds.</summary>
/// <remarks>Thread-safe; the same bits for every number of threads.</remarks>
public static unsafe class MaskWeights
{
    /// <summary>Computes weights.</summary>
    /// <param name="mask">[H,W]; values as <paramref name="values"/> says.</param>
    /// <param name="optical">[13,H,W], planar, signed DN, finite: tells nodata (all bands 0), whose weight is 0.</param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="values">How the mask's values are meant.</param>
    /// <param name="options">Threshold, <see cref="RemovalMaskOptions.Dilation"/> and <see cref="RemovalMaskOptions.Feather"/>; nothing else of it is used.</param>
    /// <param name="weight">[H,W], overwritten: 0 keep the input's bits, 1 take the prediction, between them a ramp inside the grown mask.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    /// <exception cref="ArgumentException">A span's length does not fit, an option is out of range, or the mask holds a value that is not what it is said to be.</exception>
    public static void Compute(
        ReadOnlySpan<float> mask, ReadOnlySpan<float> optical, int height, int width, MaskValues values, RemovalMaskOptions options, Span<float> weight,
        int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        fixed (float* samples = optical, weights = weight)
        {
            var bands = new OpticalPlanes<float>(samples, optical.Length, height, width);
            bands.CheckPlane(mask.Length, nameof(mask));
            bands.CheckPlane(weight.Length, nameof(weight));
            if (values == MaskValues.Weight)
            {
                Copy(mask, optical, width, weight);
                return;
            }

            byte[] covered = WorkArrays.Rent<byte>(mask.Length);
            try
            {
                Mark(mask, width, values, options.CloudThreshold, covered);
                fixed (byte* marked = covered)
                {
                    RemovalWeights.Grow(bands, options, marked, weights, threads);
                }
            }
            finally
            {
                WorkArrays.Return(covered);
            }
        }
    }

    private static void Mark(ReadOnlySpan<float> mask, int width, MaskValues values, double threshold, byte[] covered)
    {
        for (int p = 0; p < mask.Length; p++)
        {
            float value = mask[p];
            covered[p] = values switch
            {
                MaskValues.Score when float.IsNaN(value) => 0,
                MaskValues.Score when value is >= 0 and <= 1 => value >= threshold ? (byte)1 : (byte)0,
                MaskValues.Class when value is PixelClass.Cloud or PixelClass.Shadow => 1,
                MaskValues.Class when value is PixelClass.Clear or PixelClass.NoData => 0,
                _ => throw Unexpected(value, p, width, values),
            };
        }
    }

    private static void Copy(ReadOnlySpan<float> mask, ReadOnlySpan<float> optical, int width, Span<float> weight)
    {
        for (int p = 0; p < mask.Length; p++)
        {
            weight[p] = mask[p] is >= 0 and <= 1 ? mask[p] : throw Unexpected(mask[p], p, width, MaskValues.Weight);
        }

        NoDataPixels.Set(optical, weight, 0);
    }

    private static ArgumentException Unexpected(float value, int pixel, int width, MaskValues values) => new(
        FormattableString.Invariant($"The mask holds {value} at row {pixel / width}, column {pixel % width}; ")
        + (values == MaskValues.Class
            ? $"expected a class: {PixelClass.Clear} clear, {PixelClass.Cloud} cloud, {PixelClass.Shadow} shadow or {PixelClass.NoData} nodata. If it is a score or a weight, say so."
            : $"expected a {(values == MaskValues.Score ? "score" : "weight")} in 0..1. If it is a class, say so."),
        "mask");
}
