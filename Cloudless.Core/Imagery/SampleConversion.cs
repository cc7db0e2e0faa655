using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cloudless.Imagery;

/// <summary>Rows of samples between the types of files and float, in vectors where the type is that of Sentinel-2's products.</summary>
internal static class SampleConversion
{
    /// <summary>Samples to float: times a scale, plus an offset.</summary>
    public static void ToSingle<T>(ReadOnlySpan<T> source, float scale, float offset, Span<float> destination)
        where T : unmanaged, INumber<T>
    {
        int i = typeof(T) == typeof(ushort) ? Widen(MemoryMarshal.Cast<T, ushort>(source), scale, offset, destination) : 0;
        for (; i < source.Length; i++)
        {
            destination[i] = (float.CreateTruncating(source[i]) * scale) + offset;
        }
    }

    /// <summary>Float to 16-bit samples in vectors: takes offset and scale out, rounds halves to even, clamps, steps off nodata.</summary>
    /// <param name="source">Finite.</param>
    /// <param name="band">The offset is subtracted, the rest divided by the scale.</param>
    /// <param name="low">Smallest sample, 0 or more.</param>
    /// <param name="high">Largest sample, at most 65535.</param>
    /// <param name="noData">What no sample may become; NaN for nothing.</param>
    /// <param name="destination">As long as <paramref name="source"/>.</param>
    /// <returns>How many were converted: all but a rest shorter than a vector; 0 on machines without such vectors.</returns>
    public static int ToUInt16(ReadOnlySpan<float> source, BandRadiometry band, double low, double high, double noData, Span<ushort> destination)
    {
        ref float from = ref MemoryMarshal.GetReference(source);
        ref ushort to = ref MemoryMarshal.GetReference(destination);
        (double scale, double offset) = band;
        int i = 0;
        if (!Vector256.IsHardwareAccelerated)
        {
            return 0;
        }

        for (; i <= source.Length - Vector256<ushort>.Count; i += Vector256<ushort>.Count)
        {
            Vector256<float> first = Vector256.LoadUnsafe(ref from, (nuint)i), second = Vector256.LoadUnsafe(ref from, (nuint)(i + 8));
            Vector256.Narrow(Whole(first).AsUInt32(), Whole(second).AsUInt32()).StoreUnsafe(ref to, (nuint)i);
        }

        return i;

        // Exact: doubles hold every float and its sum with an offset of whole DN, floats every number below 2^24.
        Vector256<int> Whole(Vector256<float> v) => Vector256.ConvertToInt32(Vector256.Narrow(Clamped(Vector256.WidenLower(v)), Clamped(Vector256.WidenUpper(v))));

        Vector256<double> Clamped(Vector256<double> v)
        {
            v -= Vector256.Create(offset);
            v = scale == 1 ? v : v / Vector256.Create(scale);
            v = Vector256.Round(v, MidpointRounding.ToEven);
            v = Vector256.Min(Vector256.Max(v, Vector256.Create(low)), Vector256.Create(high));
            Vector256<double> step = Vector256.ConditionalSelect(Vector256.LessThan(v, Vector256.Create(high)), Vector256<double>.One, -Vector256<double>.One);
            return Vector256.ConditionalSelect(Vector256.Equals(v, Vector256.Create(noData)), v + step, v);
        }
    }

    /// <summary>The place of the first NaN or infinity; -1 where all are finite.</summary>
    public static int IndexOfNonFinite(ReadOnlySpan<float> values)
    {
        ref float first = ref MemoryMarshal.GetReference(values);
        var infinity = new Vector<int>(BitConverter.SingleToInt32Bits(float.PositiveInfinity));
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<int> bits = Vector.AsVectorInt32(Vector.LoadUnsafe(ref first, (nuint)i));
            if (Vector.EqualsAny(bits & infinity, infinity))
            {
                break;
            }
        }

        for (; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static int Widen(ReadOnlySpan<ushort> source, float scale, float offset, Span<float> destination)
    {
        ref ushort from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(destination);
        Vector<float> factor = new(scale), add = new(offset);
        int i = 0, half = Vector<float>.Count;
        for (; i <= Math.Min(source.Length, destination.Length) - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref from, (nuint)i), out Vector<uint> low, out Vector<uint> high);
            ((Vector.ConvertToSingle(Vector.AsVectorInt32(low)) * factor) + add).StoreUnsafe(ref to, (nuint)i);
            ((Vector.ConvertToSingle(Vector.AsVectorInt32(high)) * factor) + add).StoreUnsafe(ref to, (nuint)(i + half));
        }

        return i;
    }
}
