using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Cloudless.Inference.Cpu;

/// <summary>
/// The transforms of Winograd's minimal filtering F(6x6, 3x3) with the points 0, 1, -1, 2, -2, 1/2, -1/2 and infinity: 6x6 results of a 3x3 kernel
/// from 8x8 pixels by 64 multiplications instead of 324.
/// </summary>
/// <remarks>
/// Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks" (2016): Y = A' [(G g G') * (B' d B)] A. The rows of A' and G of +-1/2 are scaled
/// by 32 and 1/32, so that A' has whole numbers; scaling by powers of two changes no rounding. Transforms are never inlined: with a caller's variables beside
/// theirs, registers no longer suffice.
/// </remarks>
internal static unsafe class WinogradTransforms<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>B' d B for a block of 16 channels.</summary>
    /// <remarks>
    /// All halves are stored before the first is loaded: so many stores lie between a store and its load that the value is in the cache by then. Loads that
    /// meet their store on the way there are guessed wrong so often that the transform takes up to 15 times as long on Zen 3.
    /// </remarks>
    /// <param name="pixels">First of 8x8 pixels.</param>
    /// <param name="rowStride">Values from a row of pixels to the next.</param>
    /// <param name="half">Room for <see cref="WinogradJob.HalfLength"/> values.</param>
    /// <param name="v">Receives point k at v + k * stride.</param>
    /// <param name="stride">Values from a point to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Input(float* pixels, nint rowStride, float* half, float* v, nint stride)
    {
        // The columns of the next tile: rows come from memory, eight streams too short for the machine to guess.
        for (nint x = 8 * BlockedLayout.Block; x < 14 * BlockedLayout.Block; x += BlockedLayout.Block)
        {
            for (nint y = 0; y < 8; y++)
            {
                Prefetch(pixels + (y * rowStride) + x);
            }
        }

        for (nint lane = 0; lane < BlockedLayout.Block; lane += TLanes.Count)
        {
            for (nint x = lane; x < 8 * BlockedLayout.Block; x += BlockedLayout.Block)
            {
                InputLine(pixels + x, rowStride, half + x, 8 * BlockedLayout.Block);
            }
        }

        for (nint lane = 0; lane < BlockedLayout.Block; lane += TLanes.Count)
        {
            for (nint y = 0; y < 8; y++)
            {
                InputLine(half + (y * 8 * BlockedLayout.Block) + lane, BlockedLayout.Block, v + (y * 8 * stride) + lane, stride);
            }
        }
    }

    /// <summary>Columns of A' m A for a block of 16 channels: from 8x8 points to 6 rows of 8.</summary>
    /// <param name="m">Point k at m + k * stride.</param>
    /// <param name="stride">Values from a point to the next.</param>
    /// <param name="half">Receives 6x8 values of 16 channels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void OutputColumns(float* m, nint stride, float* half)
    {
        const int Row = 8 * BlockedLayout.Block;
        for (nint lane = 0; lane < BlockedLayout.Block; lane += TLanes.Count)
        {
            for (nint x = 0; x < 8; x++)
            {
                float* to = half + (x * BlockedLayout.Block) + lane;
                OutputLine(m + (x * stride) + lane, 8 * stride, out TLanes o0, out TLanes o1, out TLanes o2, out TLanes o3, out TLanes o4, out TLanes o5);
                o0.Store(to);
                o1.Store(to + Row);
                o2.Store(to + (2 * Row));
                o3.Store(to + (3 * Row));
                o4.Store(to + (4 * Row));
                o5.Store(to + (5 * Row));
            }
        }
    }

    /// <summary>A' of 8 values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputLine(
        float* m, nint stride, out TLanes o0, out TLanes o1, out TLanes o2, out TLanes o3, out TLanes o4, out TLanes o5)
    {
        TLanes p = TLanes.Load(m + stride), q = TLanes.Load(m + (2 * stride));
        TLanes ones = p + q, onesOdd = p - q;
        p = TLanes.Load(m + (3 * stride));
        q = TLanes.Load(m + (4 * stride));
        TLanes twos = p + q, twosOdd = p - q;
        p = TLanes.Load(m + (5 * stride));
        q = TLanes.Load(m + (6 * stride));
        TLanes halves = p + q, halvesOdd = p - q;
        o0 = TLanes.MultiplyAdd(halves, TLanes.All(32), (TLanes.Load(m) + ones) + twos);
        o1 = TLanes.MultiplyAdd(halvesOdd, TLanes.All(16), TLanes.MultiplyAdd(twosOdd, TLanes.All(2), onesOdd));
        o2 = TLanes.MultiplyAdd(halves, TLanes.All(8), TLanes.MultiplyAdd(twos, TLanes.All(4), ones));
        o3 = TLanes.MultiplyAdd(halvesOdd, TLanes.All(4), TLanes.MultiplyAdd(twosOdd, TLanes.All(8), onesOdd));
        o4 = TLanes.MultiplyAdd(halves, TLanes.All(2), TLanes.MultiplyAdd(twos, TLanes.All(16), ones));
        o5 = TLanes.MultiplyAdd(twosOdd, TLanes.All(32), halvesOdd) + (TLanes.Load(m + (7 * stride)) + onesOdd);
    }

    /// <summary>Asks for the cache line at an address, where .NET has an instruction for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* line)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(line);
        }
    }

    // B' of 8 values.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InputLine(float* d, nint stride, float* to, nint toStride)
    {
        TLanes d0 = TLanes.Load(d), d1 = TLanes.Load(d + stride), d2 = TLanes.Load(d + (2 * stride)), d3 = TLanes.Load(d + (3 * stride));
        TLanes d4 = TLanes.Load(d + (4 * stride)), d5 = TLanes.Load(d + (5 * stride)), d6 = TLanes.Load(d + (6 * stride)), d7 = TLanes.Load(d + (7 * stride));
        TLanes.MultiplyAdd(d4 - d2, TLanes.All(5.25f), d0 - d6).Store(to);
        TLanes.MultiplyAdd(d3 - d5, TLanes.All(5.25f), d7 - d1).Store(to + (7 * toStride));
        TLanes even = TLanes.MultiplyAdd(d4, TLanes.All(-4.25f), d2 + d6), odd = TLanes.MultiplyAdd(d3, TLanes.All(-4.25f), d1 + d5);
        (even + odd).Store(to + toStride);
        (even - odd).Store(to + (2 * toStride));
        even = TLanes.MultiplyAdd(d4, TLanes.All(-1.25f), TLanes.MultiplyAdd(d2, TLanes.All(0.25f), d6));
        odd = TLanes.MultiplyAdd(d3, TLanes.All(-5), TLanes.MultiplyAdd(d5, TLanes.All(4), d1));
        TLanes.MultiplyAdd(odd, TLanes.All(0.5f), even).Store(to + (3 * toStride));
        TLanes.MultiplyAdd(odd, TLanes.All(-0.5f), even).Store(to + (4 * toStride));
        even = TLanes.MultiplyAdd(d4, TLanes.All(-5), TLanes.MultiplyAdd(d2, TLanes.All(4), d6));
        odd = TLanes.MultiplyAdd(d3, TLanes.All(-5), TLanes.MultiplyAdd(d1, TLanes.All(4), d5));
        TLanes.MultiplyAdd(odd, TLanes.All(0.5f), even).Store(to + (5 * toStride));
        TLanes.MultiplyAdd(odd, TLanes.All(-0.5f), even).Store(to + (6 * toStride));
    }
}
