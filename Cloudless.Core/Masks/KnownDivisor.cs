using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Cloudless.Masks;

/// <summary>
/// Division by a constant, to the bit what the division gives, by one multiplication and one fused multiply-add (Brisebarre, Muller and Raina
/// 2004, "Accelerating correctly rounded floating-point division when the divisor is known in advance", method 3).
/// </summary>
/// <remarks>
/// That it is correctly rounded depends on the divisor; the tests try all significands for those in use. Quotients below 2^-100 may be off in
/// the last bit. Without fused multiply-add in hardware it divides.
/// </remarks>
internal readonly struct KnownDivisor(float divisor)
{
    // Whole vectors: an instruction takes them straight from memory, and there are more constants than registers.
    private readonly Vector<float> _divisor = new(divisor);
    private readonly Vector<float> _reciprocal = new(1 / divisor);
    private readonly Vector<float> _rest = new((float)((1.0 / divisor) - (1 / divisor)));

    /// <summary>The quotients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Divide(Vector<float> x) => Fma.IsSupported || AdvSimd.IsSupported
        ? Vector.FusedMultiplyAdd(x, _reciprocal, x * _rest)
        : x / _divisor;
}
