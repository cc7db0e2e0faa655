namespace Cloudless.Imagery;

/// <summary>Shape [N,C,H,W] of a batch of images, contiguous in that order.</summary>
/// <param name="N">Images in the batch.</param>
/// <param name="C">Channels.</param>
/// <param name="H">Rows.</param>
/// <param name="W">Columns.</param>
public readonly record struct TensorShape(int N, int C, int H, int W)
{
    /// <summary>Number of values: N*C*H*W.</summary>
    public long Length => (long)N * C * H * W;

    /// <inheritdoc/>
    public override string ToString() => $"[{N},{C},{H},{W}]";
}
