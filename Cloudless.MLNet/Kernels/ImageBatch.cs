using Cloudless.Imagery;

namespace Cloudless.MLNet.Kernels;

/// <summary>Images of some rows, all of one size, as a kernel takes them.</summary>
/// <param name="first">[N,C,H,W], contiguous: the images of the first column.</param>
/// <param name="second">[N,C,H,W], contiguous: the images of the second column; empty where the kernel takes one.</param>
/// <param name="count">N.</param>
/// <param name="size">H and W.</param>
/// <param name="row">Position of the first row in the data, for errors; below 0 where nobody tells it.</param>
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

    private readonly long _row = row;

    /// <summary>What errors call an image.</summary>
    public string Place(string column, int index = 0) => _row < 0 ? $"Column '{column}' of a row" : $"Column '{column}' of row {_row + index}";
}
