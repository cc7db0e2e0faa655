using Cloudless.Inference.Cpu;
using Cloudless.Networks;

namespace Cloudless.Training.Engines.Cpu;

/// <summary>Backward of a slice: its gradient goes to the channels taken, added to what is there or with zeros for the other channels.</summary>
internal sealed unsafe class SliceGradientJob : RowJob
{
    private readonly SliceChannelsNode _slice;
    private readonly bool _add;
    private float* _from;
    private float* _to;

    public SliceGradientJob(SliceChannelsNode slice, int sourceChannels, bool add)
    {
        (_slice, _add) = (slice, add);
        Blocks = BlockedLayout.Blocks(sourceChannels);
    }

    /// <summary>Says where the gradients of the slice and of its source lie.</summary>
    public void Bind(BlockedLayout layout, float* from, float* to)
    {
        Layout = layout;
        _from = from;
        _to = to;
    }

    /// <inheritdoc/>
    protected override void Row(int image, int block, int y)
    {
        float* to = _to + RowOffset(image, Blocks, block, y);
        nint length = (nint)Layout.W * BlockedLayout.Block;
        for (int lane = 0; lane < BlockedLayout.Block; lane++)
        {
            int channel = (block * BlockedLayout.Block) + lane - _slice.First;
            if (channel >= 0 && channel < _slice.Count)
            {
                float* from = _from + RowOffset(image, BlockedLayout.Blocks(_slice.Count), channel / 16, y) + (channel % 16);
                for (nint i = 0; i < length; i += BlockedLayout.Block)
                {
                    to[i + lane] = _add ? to[i + lane] + from[i] : from[i];
                }
            }
            else if (!_add)
            {
                for (nint i = lane; i < length; i += BlockedLayout.Block)
                {
                    to[i] = 0;
                }
            }
        }
    }
}
