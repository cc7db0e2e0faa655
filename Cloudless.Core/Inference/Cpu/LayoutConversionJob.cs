namespace Cloudless.Inference.Cpu;

/// <summary>Copies a planar batch [N,C,H,W] into the engine's layout or back. Padding channels become zeros.</summary>
internal sealed unsafe class LayoutConversionJob : RowJob
{
    private int _channels;
    private float* _planar;
    private float* _blocked;
    private bool _toBlocked;

    /// <summary>Sets up the way in.</summary>
    public void ToBlocked(BlockedLayout layout, int channels, float* planar, float* blocked) => Bind(layout, channels, planar, blocked, true);

    /// <summary>Sets up the way out.</summary>
    public void ToPlanar(BlockedLayout layout, int channels, float* blocked, float* planar) => Bind(layout, channels, planar, blocked, false);

    /// <inheritdoc/>
    protected override void Row(int image, int block, int y)
    {
        float* pixels = _blocked + RowOffset(image, Blocks, block, y);
        int width = Layout.W;
        for (int lane = 0; lane < BlockedLayout.Block; lane++)
        {
            int channel = (block * BlockedLayout.Block) + lane;
            float* column = pixels + lane;
            if (channel >= _channels)
            {
                for (nint x = 0; _toBlocked && x < width; x++)
                {
                    column[x * BlockedLayout.Block] = 0;
                }

                continue;
            }

            float* row = _planar + ((((((nint)image * _channels) + channel) * Layout.H) + y) * width);
            if (_toBlocked)
            {
                for (nint x = 0; x < width; x++)
                {
                    column[x * BlockedLayout.Block] = row[x];
                }
            }
            else
            {
                for (nint x = 0; x < width; x++)
                {
                    row[x] = column[x * BlockedLayout.Block];
                }
            }
        }
    }

    private void Bind(BlockedLayout layout, int channels, float* planar, float* blocked, bool toBlocked)
    {
        Layout = layout;
        Blocks = BlockedLayout.Blocks(channels);
        _channels = channels;
        _planar = planar;
        _blocked = blocked;
        _toBlocked = toBlocked;
    }
}
