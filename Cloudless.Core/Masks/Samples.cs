using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cloudless.Masks;

/// <summary>Reads DN of either sample type in steps of <see cref="Step"/> pixels: two vectors of floats, one of shorts.</summary>
internal static unsafe class Samples
{
    /// <summary>Pixels of one step.</summary>
    public static int Step => Vector<short>.Count;

    /// <summary>Length of a row of scratch memory that takes whole steps.</summary>
    public static int Padded(int count) => (count + Step - 1) / Step * Step;

    /// <summary>Reads one step as single precision, which holds every uint16 exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<float> Low, Vector<float> High) Load<T>(T* from)
        where T : unmanaged
    {
        if (typeof(T) == typeof(ushort))
        {
            Vector.Widen(Vector.Load((ushort*)from), out Vector<uint> low, out Vector<uint> high);
            // Through int, which every instruction set converts in one instruction.
            return (Vector.ConvertToSingle(Vector.AsVectorInt32(low)), Vector.ConvertToSingle(Vector.AsVectorInt32(high)));
        }

        return (Vector.Load((float*)from), Vector.Load((float*)from + Vector<float>.Count));
    }

    /// <summary>-1 for each sample of a step that is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<short> AreZero<T>(T* from)
        where T : unmanaged
    {
        if (typeof(T) == typeof(ushort))
        {
            return Vector.AsVectorInt16(Vector.Equals(Vector.Load((ushort*)from), Vector<ushort>.Zero));
        }

        (Vector<float> low, Vector<float> high) = Load(from);
        return Vector.Narrow(Vector.Equals(low, Vector<float>.Zero), Vector.Equals(high, Vector<float>.Zero));
    }

    /// <summary>One sample as single precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToSingle<T>(T sample)
        where T : unmanaged => typeof(T) == typeof(ushort) ? (ushort)(object)sample : (float)(object)sample;

    /// <summary>Copies samples as double precision.</summary>
    public static void Copy<T>(T* from, int count, double* to)
        where T : unmanaged
    {
        int x = 0;
        for (; x <= count - Step; x += Step)
        {
            (Vector<float> low, Vector<float> high) = Load(from + x);
            Widen(low, to + x);
            Widen(high, to + x + Vector<float>.Count);
        }

        for (; x < count; x++)
        {
            to[x] = ToSingle(from[x]);
        }
    }

    /// <summary>Stores floats as doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Widen(Vector<float> values, double* to)
    {
        Vector.Widen(values, out Vector<double> low, out Vector<double> high);
        low.Store(to);
        high.Store(to + Vector<double>.Count);
    }

    /// <summary>The least float that is not below a threshold: a float is below it exactly where it is below the threshold.</summary>
    public static float NotBelow(double threshold)
    {
        float nearest = (float)threshold;
        return nearest < threshold ? MathF.BitIncrement(nearest) : nearest;
    }
}
