namespace Cloudless.Inference.Cpu;

/// <summary>Work on each row of each channel block, a band of rows at a time.</summary>
internal abstract class RowJob : IParallelJob
{
    private const int BandRows = 16;

    /// <summary>Geometry of the tensors.</summary>
    protected BlockedLayout Layout { get; set; }

    /// <summary>Channel blocks worked on.</summary>
    protected int Blocks { get; set; }

    /// <summary>Bands to do.</summary>
    public int Items => checked(Layout.N * Blocks * Bands);

    private int Bands => (Layout.H + BandRows - 1) / BandRows;

    /// <inheritdoc/>
    public void Execute(int item, int worker)
    {
        int plane = item / Bands, first = item % Bands * BandRows, end = Math.Min(first + BandRows, Layout.H);
        for (int y = first; y < end; y++)
        {
            Row(plane / Blocks, plane % Blocks, y);
        }
    }

    /// <summary>Does one row.</summary>
    protected abstract void Row(int image, int block, int y);

    /// <summary>Values from a tensor's start to the first pixel of a row.</summary>
    protected nint RowOffset(int image, int blocks, int block, int y) => Layout.Offset(image, blocks, block) + ((nint)y * Layout.RowStride);
}
