using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Cloudless.Networks;

namespace Cloudless.Inference.Cpu;

/// <summary>A node without neighborhood that no convolution took along: ReLU, scale, sum, clamp, affine or slice.</summary>
internal sealed unsafe class ElementwiseJob : RowJob
{
    private readonly LoweredOp _op;
    private readonly int _channels;
    private readonly int _sourceBlocks;

    // Two numbers for each channel, zero in padding channels so that these stay zero: clamp's bounds, affine's factor and summand.
    private readonly float[] _first;
    private readonly float[] _second;
    private float* _source;
    private float* _other;
    private float* _destination;

    public ElementwiseJob(LoweredOp op, NetworkGraph graph)
    {
        _op = op;
        _channels = graph.ChannelsOf(op.Output);
        _sourceBlocks = BlockedLayout.Blocks(graph.ChannelsOf(op.Source));
        Blocks = BlockedLayout.Blocks(_channels);
        _first = new float[Blocks * BlockedLayout.Block];
        _second = new float[_first.Length];
        (IReadOnlyList<float> first, IReadOnlyList<float> second) = op.Node switch
        {
            ClampNode clamp => (clamp.Minimum, clamp.Maximum),
            AffineNode affine => (affine.Scale, affine.Shift),
            ScaleNode scale => (Enumerable.Repeat(scale.Factor, _channels).ToArray(), []),
            _ => ([], []),
        };
        first.ToArray().CopyTo(_first, 0);
        second.ToArray().CopyTo(_second, 0);
    }

    /// <summary>Says where the tensors lie; the destination may be a source, but not of a slice.</summary>
    public void Bind(BlockedLayout layout, float* source, float* other, float* destination)
    {
        Layout = layout;
        _source = source;
        _other = other;
        _destination = destination;
    }

    /// <inheritdoc/>
    protected override void Row(int image, int block, int y)
    {
        float* to = _destination + RowOffset(image, Blocks, block, y);
        if (_op.Node is SliceChannelsNode slice)
        {
            SliceRow(slice, image, block, y, to);
            return;
        }

        nint at = RowOffset(image, _sourceBlocks, block, y);
        float* from = _source + at, other = _other == null ? null : _other + at;
        for (int half = 0; half < 16; half += 8)
        {
            Vector256<float> first = Vector256.LoadUnsafe(ref _first[(block * 16) + half]), second = Vector256.LoadUnsafe(ref _second[(block * 16) + half]);
            HalfRow(from + half, other + half, to + half, Layout.W * BlockedLayout.Block, first, second);
        }
    }

    // Comparisons rather than Min and Max: a NaN comes through.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void HalfRow(float* from, float* other, float* to, nint length, Vector256<float> first, Vector256<float> second)
    {
        switch (_op.Node)
        {
            case ReluNode:
                for (nint i = 0; i < length; i += 16)
                {
                    Vector256<float> x = Vector256.Load(from + i);
                    Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), Vector256<float>.Zero, x).Store(to + i);
                }

                break;
            case AddNode:
                for (nint i = 0; i < length; i += 16)
                {
                    (Vector256.Load(from + i) + Vector256.Load(other + i)).Store(to + i);
                }

                break;
            case ClampNode:
                for (nint i = 0; i < length; i += 16)
                {
                    Vector256<float> x = Vector256.Load(from + i);
                    x = Vector256.ConditionalSelect(Vector256.LessThan(x, first), first, x);
                    Vector256.ConditionalSelect(Vector256.GreaterThan(x, second), second, x).Store(to + i);
                }

                break;
            default:
                for (nint i = 0; i < length; i += 16)
                {
                    ((Vector256.Load(from + i) * first) + second).Store(to + i);
                }

                break;
        }
    }

    private void SliceRow(SliceChannelsNode slice, int image, int block, int y, float* to)
    {
        for (int lane = 0; lane < 16; lane++)
        {
            int channel = (block * 16) + lane, taken = channel + slice.First;
            float* from = _source + RowOffset(image, _sourceBlocks, Math.Min(taken / 16, _sourceBlocks - 1), y) + (taken % 16);
            for (nint x = 0; x < Layout.W * BlockedLayout.Block; x += 16)
            {
                to[x + lane] = channel < _channels ? from[x] : 0;
            }
        }
    }
}
