using System.Runtime.CompilerServices;

namespace Cloudless.Inference.Cpu;

/// <summary>The way out of Winograd's domain, with what follows the convolution done on the way to memory.</summary>
internal static unsafe class WinogradOutput<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Stores a tile of results, 16 channels.</summary>
    /// <param name="m">Products; point k at m + k * stride.</param>
    /// <param name="stride">Values from a point to the next.</param>
    /// <param name="half">Room for <see cref="WinogradJob.HalfLength"/> values.</param>
    /// <param name="bias">Bias of these channels.</param>
    /// <param name="target">Where the tile lies.</param>
    /// <param name="epilogue">What is done before storing.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(float* m, nint stride, float* half, float* bias, in WinogradTarget target, in ConvolutionEpilogue epilogue)
    {
        WinogradTransforms<TLanes>.OutputColumns(m, stride, half);
        for (int lane = 0; lane < BlockedLayout.Block; lane += TLanes.Count)
        {
            StoreRows(half + lane, bias + lane, target.At + lane, in target, in epilogue);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void StoreRows(float* half, float* bias, nint first, in WinogradTarget target, in ConvolutionEpilogue epilogue)
    {
        float* to = target.Destination + first;
        float* residual = epilogue.Residual == null ? null : epilogue.Residual + first;
        float* mask = epilogue.Mask == null ? null : epilogue.Mask + first;
        TLanes b = TLanes.Load(bias), factor = TLanes.All(epilogue.Factor);
        bool scale = epilogue.Factor != 1, relu = epilogue.Relu;
        int columns = target.Columns;
        nint at = 0;
        for (int y = 0; y < target.Rows; y++)
        {
            WinogradTransforms<TLanes>.OutputLine(
                half, BlockedLayout.Block, out TLanes o0, out TLanes o1, out TLanes o2, out TLanes o3, out TLanes o4, out TLanes o5);
            Finish(o0, b, scale, factor, residual, relu, mask, to, at);
            if (columns > 1)
            {
                Finish(o1, b, scale, factor, residual, relu, mask, to, at + 16);
            }

            if (columns > 2)
            {
                Finish(o2, b, scale, factor, residual, relu, mask, to, at + 32);
            }

            if (columns > 3)
            {
                Finish(o3, b, scale, factor, residual, relu, mask, to, at + 48);
            }

            if (columns > 4)
            {
                Finish(o4, b, scale, factor, residual, relu, mask, to, at + 64);
            }

            if (columns > 5)
            {
                Finish(o5, b, scale, factor, residual, relu, mask, to, at + 80);
            }

            at += target.RowStride;
            half += 8 * BlockedLayout.Block;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(TLanes sum, TLanes bias, bool scale, TLanes factor, float* residual, bool relu, float* mask, float* to, nint at)
    {
        sum += bias;
        if (scale)
        {
            sum *= factor;
        }

        if (residual != null)
        {
            sum += TLanes.Load(residual + at);
        }

        if (relu)
        {
            sum = TLanes.Relu(sum);
        }

        if (mask != null)
        {
            sum = TLanes.WherePositive(TLanes.Load(mask + at), sum);
        }

        sum.Store(to + at);
    }
}

/// <summary>Where a tile of results goes.</summary>
internal unsafe struct WinogradTarget
{
    /// <summary>Start of the result's tensor.</summary>
    public float* Destination;

    /// <summary>Values from there to the tile's first pixel and channel; the same for residual and mask.</summary>
    public nint At;

    /// <summary>Values from a row of pixels to the next.</summary>
    public nint RowStride;

    /// <summary>Rows of the tile that lie in the image, 1 .. 6.</summary>
    public int Rows;

    /// <summary>Columns that do, 1 .. 6.</summary>
    public int Columns;
}
