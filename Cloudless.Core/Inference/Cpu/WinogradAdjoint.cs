using System.Runtime.CompilerServices;

namespace Cloudless.Inference.Cpu;

/// <summary>
/// The adjoint of the way out of Winograd's domain: where <see cref="WinogradTransforms{TLanes}"/> takes 8x8 points m to 6x6 pixels A' m A, this takes 6x6 pixels
/// x to 8x8 points A x A', so that the sum of x * (A' m A) is that of (A x A') * m.
/// </summary>
internal static unsafe class WinogradAdjoint<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Values that the halves of a transform need.</summary>
    public const int HalfLength = 2 * Half;

    // Six columns of eight.
    private const int Row = 6 * BlockedLayout.Block;
    private const int Half = 8 * Row;

    /// <summary>A x A' for blocks of 16 channels.</summary>
    /// <remarks>Two blocks at a time: the halves of one are 48 registers, too few between a store and its load; see <see cref="WinogradTransforms{TLanes}.Input"/>.</remarks>
    /// <param name="pixels">First of 6x6 pixels.</param>
    /// <param name="rowStride">Values from a row of pixels to the next.</param>
    /// <param name="blockStride">Values from a block of channels to the next.</param>
    /// <param name="blocks">Blocks of channels.</param>
    /// <param name="half">Room for <see cref="HalfLength"/> values.</param>
    /// <param name="v">Receives point k at v + k * stride, block after block.</param>
    /// <param name="stride">Values from a point to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output(float* pixels, nint rowStride, nint blockStride, int blocks, float* half, float* v, nint stride)
    {
        for (; blocks > 0; blocks -= 2)
        {
            Columns(pixels, rowStride, half);
            if (blocks > 1)
            {
                Columns(pixels + blockStride, rowStride, half + Half);
            }

            Rows(half, v, stride);
            if (blocks > 1)
            {
                Rows(half + Half, v + BlockedLayout.Block, stride);
            }

            pixels += 2 * blockStride;
            v += 2 * BlockedLayout.Block;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Columns(float* pixels, nint rowStride, float* half)
    {
        // The next tile, as on the way in.
        for (nint x = Row; x < 2 * Row; x += BlockedLayout.Block)
        {
            for (nint y = 0; y < 6; y++)
            {
                WinogradTransforms<TLanes>.Prefetch(pixels + (y * rowStride) + x);
            }
        }

        for (nint lane = 0; lane < BlockedLayout.Block; lane += TLanes.Count)
        {
            for (nint x = lane; x < Row; x += BlockedLayout.Block)
            {
                Line(pixels + x, rowStride, half + x, Row);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows(float* half, float* v, nint stride)
    {
        for (nint lane = 0; lane < BlockedLayout.Block; lane += TLanes.Count)
        {
            for (nint y = 0; y < 8; y++)
            {
                Line(half + (y * Row) + lane, BlockedLayout.Block, v + (y * 8 * stride) + lane, stride);
            }
        }
    }

    // A of 6 values.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Line(float* x, nint stride, float* to, nint toStride)
    {
        TLanes x0 = TLanes.Load(x), x1 = TLanes.Load(x + stride), x2 = TLanes.Load(x + (2 * stride));
        TLanes x3 = TLanes.Load(x + (3 * stride)), x4 = TLanes.Load(x + (4 * stride)), x5 = TLanes.Load(x + (5 * stride));
        x0.Store(to);
        TLanes even = (x0 + x2) + x4, odd = (x1 + x3) + x5;
        (even + odd).Store(to + toStride);
        (even - odd).Store(to + (2 * toStride));
        even = TLanes.MultiplyAdd(x4, TLanes.All(16), TLanes.MultiplyAdd(x2, TLanes.All(4), x0));
        odd = TLanes.MultiplyAdd(x5, TLanes.All(32), TLanes.MultiplyAdd(x3, TLanes.All(8), x1 + x1));
        (even + odd).Store(to + (3 * toStride));
        (even - odd).Store(to + (4 * toStride));
        even = TLanes.MultiplyAdd(x0, TLanes.All(32), TLanes.MultiplyAdd(x2, TLanes.All(8), x4 + x4));
        odd = TLanes.MultiplyAdd(x1, TLanes.All(16), TLanes.MultiplyAdd(x3, TLanes.All(4), x5));
        (even + odd).Store(to + (5 * toStride));
        (even - odd).Store(to + (6 * toStride));
        x5.Store(to + (7 * toStride));
    }
}
