using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cloudless.Inference.Cpu;

/// <summary>
/// Some channels of a pixel in one register, so that a transform is written once for every width. All operations round as IEEE 754 says, element by
/// element: every width gives the same bits.
/// </summary>
internal unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>Values in a register.</summary>
    static abstract int Count { get; }

    /// <summary>The same value in all lanes.</summary>
    static abstract TSelf All(float value);

    /// <summary>Reads from memory.</summary>
    static abstract TSelf Load(float* from);

    /// <summary>Writes to memory.</summary>
    void Store(float* to);

    /// <summary>x * y + z, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf x, TSelf y, TSelf z);

    /// <summary>The sum.</summary>
    static abstract TSelf operator +(TSelf x, TSelf y);

    /// <summary>The difference.</summary>
    static abstract TSelf operator -(TSelf x, TSelf y);

    /// <summary>The product.</summary>
    static abstract TSelf operator *(TSelf x, TSelf y);

    /// <summary>0 where x is negative, else x; a NaN stays, so that a diverged training is seen.</summary>
    static abstract TSelf Relu(TSelf x);

    /// <summary>x where the mask is positive, else 0.</summary>
    static abstract TSelf WherePositive(TSelf mask, TSelf x);
}

/// <summary>128 bits: every machine.</summary>
internal readonly unsafe struct Lanes4(Vector128<float> value) : ILanes<Lanes4>
{
    private readonly Vector128<float> _value = value;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 All(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Load(float* from) => new(Vector128.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) => _value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 MultiplyAdd(Lanes4 x, Lanes4 y, Lanes4 z) => new(Vector128.FusedMultiplyAdd(x._value, y._value, z._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator +(Lanes4 x, Lanes4 y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator -(Lanes4 x, Lanes4 y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator *(Lanes4 x, Lanes4 y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Relu(Lanes4 x) =>
        new(Vector128.AndNot(x._value, Vector128.LessThan(x._value, Vector128<float>.Zero)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 WherePositive(Lanes4 mask, Lanes4 x) =>
        new(x._value & Vector128.GreaterThan(mask._value, Vector128<float>.Zero));
}

/// <summary>256 bits: AVX2.</summary>
internal readonly unsafe struct Lanes8(Vector256<float> value) : ILanes<Lanes8>
{
    private readonly Vector256<float> _value = value;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 All(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Load(float* from) => new(Vector256.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) => _value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 MultiplyAdd(Lanes8 x, Lanes8 y, Lanes8 z) => new(Vector256.FusedMultiplyAdd(x._value, y._value, z._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator +(Lanes8 x, Lanes8 y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator -(Lanes8 x, Lanes8 y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator *(Lanes8 x, Lanes8 y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Relu(Lanes8 x) =>
        new(Vector256.AndNot(x._value, Vector256.LessThan(x._value, Vector256<float>.Zero)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 WherePositive(Lanes8 mask, Lanes8 x) =>
        new(x._value & Vector256.GreaterThan(mask._value, Vector256<float>.Zero));
}

/// <summary>512 bits: AVX-512.</summary>
internal readonly unsafe struct Lanes16(Vector512<float> value) : ILanes<Lanes16>
{
    private readonly Vector512<float> _value = value;

    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 All(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Load(float* from) => new(Vector512.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) => _value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 MultiplyAdd(Lanes16 x, Lanes16 y, Lanes16 z) => new(Vector512.FusedMultiplyAdd(x._value, y._value, z._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator +(Lanes16 x, Lanes16 y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator -(Lanes16 x, Lanes16 y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator *(Lanes16 x, Lanes16 y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Relu(Lanes16 x) =>
        new(Vector512.AndNot(x._value, Vector512.LessThan(x._value, Vector512<float>.Zero)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 WherePositive(Lanes16 mask, Lanes16 x) =>
        new(x._value & Vector512.GreaterThan(mask._value, Vector512<float>.Zero));
}
