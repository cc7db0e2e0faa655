namespace Cloudless.Inference.Cpu;

/// <summary>
/// Geometry of the engine's tensors: [N][C/16][H'+2R][W'+2R][16], with a zero border of R pixels, H' and W' being H and W rounded up to whole
/// Winograd tiles with zeros, so that edges need no arithmetic of their own and a pixel's 16 channels are one cache line. All planes of a run are alike, whatever tensor they belong to.
/// </summary>
/// <param name="N">Images.</param>
/// <param name="H">Rows.</param>
/// <param name="W">Columns.</param>
/// <param name="Border">R, the largest kernel radius of the graph.</param>
internal readonly record struct BlockedLayout(int N, int H, int W, int Border)
{
    /// <summary>Channels in a block.</summary>
    public const int Block = 16;

    /// <summary>Columns with what fills the last Winograd tile.</summary>
    public int PaddedW => (W + WinogradJob.TileSide - 1) / WinogradJob.TileSide * WinogradJob.TileSide;

    /// <summary>Rows with what fills the last Winograd tile.</summary>
    public int PaddedH => (H + WinogradJob.TileSide - 1) / WinogradJob.TileSide * WinogradJob.TileSide;

    /// <summary>Values from a row to the next.</summary>
    public int RowStride => checked((PaddedW + (2 * Border)) * Block);

    /// <summary>Values from a channel block to the next.</summary>
    public int PlaneStride => checked((PaddedH + (2 * Border)) * RowStride);

    /// <summary>Values from a plane's start to its first pixel inside the border.</summary>
    public int Interior => Border * (RowStride + Block);

    /// <summary>Blocks that hold so many channels.</summary>
    public static int Blocks(int channels) => (channels + Block - 1) / Block;

    /// <summary>Planes of a tensor.</summary>
    public int Planes(int channels) => checked(N * Blocks(channels));

    /// <summary>Values from a tensor's start to pixel (0,0) of a block of an image.</summary>
    public nint Offset(int image, int blocks, int block) => ((((nint)image * blocks) + block) * PlaneStride) + Interior;
}
