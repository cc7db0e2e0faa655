using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cloudless.Rasters.Products;

/// <summary>Computed samples to the type of the file: rounded, halves to even, clamped, and never the nodata value.</summary>
internal static class SampleRounding<T>
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private static readonly bool Floating = T.One / (T.One + T.One) != T.Zero;

    /// <summary>One sample.</summary>
    public static T Round(float value, T noData)
    {
        T rounded = T.CreateSaturating(Floating ? value : MathF.Round(value, MidpointRounding.ToEven));
        return rounded != noData || Floating ? rounded : rounded < T.MaxValue ? rounded + T.One : rounded - T.One;
    }

    /// <summary>A row of samples, each as alone.</summary>
    public static void Round(ReadOnlySpan<float> values, T noData, Span<T> destination)
    {
        int i = typeof(T) == typeof(ushort) && T.IsZero(noData) ? ToUInt16(values, MemoryMarshal.Cast<T, ushort>(destination)) : 0;
        for (; i < values.Length; i++)
        {
            destination[i] = Round(values[i], noData);
        }
    }

    // Nodata is 0, so 1 is the least.
    private static int ToUInt16(ReadOnlySpan<float> values, Span<ushort> destination)
    {
        ref float from = ref MemoryMarshal.GetReference(values);
        ref ushort to = ref MemoryMarshal.GetReference(destination);
        int i = 0;
        if (!Vector256.IsHardwareAccelerated)
        {
            return 0;
        }

        for (; i <= values.Length - Vector256<ushort>.Count; i += Vector256<ushort>.Count)
        {
            Vector256.Narrow(Whole(Vector256.LoadUnsafe(ref from, (nuint)i)), Whole(Vector256.LoadUnsafe(ref from, (nuint)(i + 8)))).StoreUnsafe(ref to, (nuint)i);
        }

        return i;

        static Vector256<uint> Whole(Vector256<float> v)
        {
            v = Vector256.Round(v, MidpointRounding.ToEven);
            return Vector256.ConvertToInt32(Vector256.Min(Vector256.Max(v, Vector256<float>.One), Vector256.Create(65535f))).AsUInt32();
        }
    }
}
