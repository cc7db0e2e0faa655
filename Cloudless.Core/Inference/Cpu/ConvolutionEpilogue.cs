using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cloudless.Inference.Cpu;

/// <summary>
/// What happens to a sum before it is stored: times <see cref="Factor"/>, plus a residual, ReLU, zero where a mask is not positive; each step
/// rounded as the separate nodes would, so that fusing changes no bit.
/// </summary>
internal unsafe struct ConvolutionEpilogue
{
    /// <summary>Factor on the sum and its bias.</summary>
    public float Factor;

    /// <summary>Whether negative results become 0.</summary>
    public bool Relu;

    /// <summary>Start of a tensor of the result's shape that is added, or null; may be the result's own memory.</summary>
    public float* Residual;

    /// <summary>Start of a tensor of the result's shape whose values must be positive for the result to pass, or null.</summary>
    public float* Mask;

    /// <summary>Stores 16 channels of some pixels.</summary>
    /// <param name="acc">Sums, [pixel][16].</param>
    /// <param name="pixels">Offset of each pixel.</param>
    /// <param name="count">Pixels.</param>
    /// <param name="destination">Start of the result's tensor.</param>
    /// <param name="panel">Values from there to the panel's pixel at offset 0; the same for residual and mask.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Store(float* acc, int* pixels, int count, float* destination, nint panel)
    {
        float* to = destination + panel, residual = Residual == null ? null : Residual + panel, mask = Mask == null ? null : Mask + panel;
        Vector256<float> factor = Vector256.Create(Factor), zero = Vector256<float>.Zero;
        bool scale = Factor != 1, relu = Relu;
        for (int i = 0; i < count; i++)
        {
            Vector256<float> a = Vector256.Load(acc), b = Vector256.Load(acc + 8);
            acc += 16;
            nint at = pixels[i];
            if (scale)
            {
                a *= factor;
                b *= factor;
            }

            if (residual != null)
            {
                a += Vector256.Load(residual + at);
                b += Vector256.Load(residual + at + 8);
            }

            if (relu)
            {
                // Not Max: a NaN has to come through, so that a diverged training is seen.
                a = Vector256.ConditionalSelect(Vector256.LessThan(a, zero), zero, a);
                b = Vector256.ConditionalSelect(Vector256.LessThan(b, zero), zero, b);
            }

            if (mask != null)
            {
                a &= Vector256.GreaterThan(Vector256.Load(mask + at), zero);
                b &= Vector256.GreaterThan(Vector256.Load(mask + at + 8), zero);
            }

            a.Store(to + at);
            b.Store(to + at + 8);
        }
    }
}
