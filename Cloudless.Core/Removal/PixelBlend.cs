using System.Numerics;
using System.Runtime.InteropServices;

namespace Cloudless.Removal;

/// <summary>The composite's arithmetic: w * prediction + (1 - w) * input, the input's bits where w is 0.</summary>
internal static class PixelBlend
{
    /// <summary>Blends one band of some pixels.</summary>
    /// <param name="weights">0..1.</param>
    /// <param name="prediction">Signed DN, finite.</param>
    /// <param name="input">Signed DN.</param>
    /// <param name="blend">Overwritten; as long as the others or longer.</param>
    public static void Blend(ReadOnlySpan<float> weights, ReadOnlySpan<float> prediction, ReadOnlySpan<float> input, Span<float> blend)
    {
        ref float w = ref MemoryMarshal.GetReference(weights), p = ref MemoryMarshal.GetReference(prediction);
        ref float i = ref MemoryMarshal.GetReference(input), b = ref MemoryMarshal.GetReference(blend);
        int x = 0;
        for (; x <= weights.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            Vector<float> share = Vector.LoadUnsafe(ref w, (nuint)x), own = Vector.LoadUnsafe(ref i, (nuint)x);
            Vector<float> sum = (share * Vector.LoadUnsafe(ref p, (nuint)x)) + ((Vector<float>.One - share) * own);
            // 0 * p + 1 * i would lose the sign of -0.
            Vector.ConditionalSelect(Vector.Equals(share, Vector<float>.Zero), own, sum).StoreUnsafe(ref b, (nuint)x);
        }

        for (; x < weights.Length; x++)
        {
            blend[x] = weights[x] == 0 ? input[x] : (weights[x] * prediction[x]) + ((1 - weights[x]) * input[x]);
        }
    }

    /// <summary>The deviation of a blend: of its parts the prediction's alone has one.</summary>
    /// <param name="weights">0..1.</param>
    /// <param name="variance">Squared DN, finite; below 0 counts as 0.</param>
    /// <param name="deviation">DN, overwritten; as long as the others or longer.</param>
    public static void Deviate(ReadOnlySpan<float> weights, ReadOnlySpan<float> variance, Span<float> deviation)
    {
        for (int x = 0; x < weights.Length; x++)
        {
            deviation[x] = weights[x] * MathF.Sqrt(Math.Max(variance[x], 0));
        }
    }

    /// <summary>Takes samples over where the weight is above 0; the others keep their bits.</summary>
    /// <param name="weights">0..1.</param>
    /// <param name="samples">As long, or longer.</param>
    /// <param name="target">As long as the weights.</param>
    public static void Choose<T>(ReadOnlySpan<float> weights, ReadOnlySpan<T> samples, Span<T> target)
    {
        // Runs of weight above 0: clouds are wide, so most rows are one or a few copies.
        for (int x = 0; x < weights.Length;)
        {
            int clear = weights[x..].IndexOfAnyExcept(0f);
            if (clear < 0)
            {
                return;
            }

            x += clear;
            int end = weights[x..].IndexOf(0f) is var length && length < 0 ? weights.Length : x + length;
            samples[x..end].CopyTo(target[x..end]);
            x = end;
        }
    }
}
