using System.Buffers;

namespace Cloudless.Masks;

/// <summary>What one thread needs to judge a row of cells.</summary>
internal sealed unsafe class CellRowBuffers : IDisposable
{
    private readonly short[] _noData;
    private readonly double[] _sums;
    private readonly int[] _counts, _columns;
    private readonly float[] _reflectance, _probability;

    /// <summary>Rents.</summary>
    public CellRowBuffers(CellGrid cells, int width)
    {
        int bands = S2CloudlessModel.Bands.Count;
        _noData = ArrayPool<short>.Shared.Rent(Samples.Padded(width));
        _sums = ArrayPool<double>.Shared.Rent(bands * cells.Columns);
        _counts = ArrayPool<int>.Shared.Rent(cells.Columns);
        _columns = ArrayPool<int>.Shared.Rent(cells.Columns);
        _reflectance = ArrayPool<float>.Shared.Rent(bands * cells.Columns);
        _probability = ArrayPool<float>.Shared.Rent(cells.Columns);
        Sums = _sums.AsMemory(0, bands * cells.Columns);
        Counts = _counts.AsMemory(0, cells.Columns);
    }

    /// <summary>[bands,columns], sums of DN.</summary>
    public Memory<double> Sums { get; }

    /// <summary>[columns], pixels with data.</summary>
    public Memory<int> Counts { get; }

    /// <summary>[W], -1 where a pixel is nodata.</summary>
    public short[] NoData => _noData;

    /// <summary>Columns of the cells with data.</summary>
    public int[] Columns => _columns;

    /// <summary>[N,bands] of these cells.</summary>
    public float[] Reflectance => _reflectance;

    /// <summary>[N] of these cells.</summary>
    public float[] Probability => _probability;

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<short>.Shared.Return(_noData);
        ArrayPool<double>.Shared.Return(_sums);
        ArrayPool<int>.Shared.Return(_counts);
        ArrayPool<int>.Shared.Return(_columns);
        ArrayPool<float>.Shared.Return(_reflectance);
        ArrayPool<float>.Shared.Return(_probability);
    }
}
