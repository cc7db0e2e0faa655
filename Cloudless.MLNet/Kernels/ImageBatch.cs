using Cloudless.Imagery;

namespace Cloudless.MLNet.Kernels;

/// <summary>Images of some rows, all of one size, as a kernel takes them.</summary>
/// <param name="first">[N,C,H,W], contiguous: the images of the first column.</param>
/// <param name="second">[N,C,H,W], contiguous: the images of the second column; empty where the kernel takes one.</param>
/// <param name="count">N.</param>
/// <param name="size">H and W.</param>
/// <param name="row">Position of the first row in the data, for errors.</param>
internal readonly ref struct ImageBatch(ReadOnlySpan<float> first, ReadOnlySpan<float> second, int count, ImageSize size, long row)
{
    /// <summary>The images of the first column.</summary>
    public ReadOnlySpan<float> First { get; } = first;

    /// <summary>The images of the second column; empty where there is none.</summary>
    public ReadOnlySpan<float> Second { get; } = second;

    /// <summary>N.</summary>
    public int Count { get; } = count;

    /// <summary>H and W.</summary>
    public ImageSize Size { get; } = size;

    /// <summary>Position of the first row.</summary>
    public long Row { get; } = row;
}
