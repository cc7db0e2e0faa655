using System.Numerics;

namespace Cloudless.Masks;

/// <summary>What becomes of the squared distances of a row while they are in the cache.</summary>
internal unsafe interface IDistanceSink
{
    /// <summary>Bytes of scratch memory.</summary>
    int ScratchBytes { get; }

    /// <summary>Takes a row.</summary>
    /// <param name="y">Row of the image.</param>
    /// <param name="squared">Squared distances, W of them.</param>
    /// <param name="scratch"><see cref="ScratchBytes"/> bytes.</param>
    void Row(int y, int* squared, byte* scratch);
}

/// <summary>Keeps the distances, [H,W].</summary>
internal readonly unsafe struct DistancePlane(int* destination, int width) : IDistanceSink
{
    /// <inheritdoc/>
    public int ScratchBytes => 0;

    /// <inheritdoc/>
    public void Row(int y, int* squared, byte* scratch) => MaskRow.Copy(squared, width, destination + ((nint)y * width));
}

/// <summary>Marks, [H,W], what is farther than a distance: 1, else 0.</summary>
internal readonly unsafe struct FartherThan(int distance, byte* destination, int width) : IDistanceSink
{
    /// <inheritdoc/>
    public int ScratchBytes => 0;

    /// <inheritdoc/>
    public void Row(int y, int* squared, byte* scratch)
    {
        byte* row = destination + ((nint)y * width);
        int x = 0;
        var limit = new Vector<int>(distance * distance);
        for (; x <= width - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Vector<short> low = Far(squared + x, limit), high = Far(squared + x + Samples.Step, limit);
            (Vector.AsVectorByte(Vector.Narrow(low, high)) & Vector<byte>.One).Store(row + x);
        }

        for (; x < width; x++)
        {
            row[x] = squared[x] > distance * distance ? (byte)1 : (byte)0;
        }
    }

    private static Vector<short> Far(int* squared, Vector<int> limit) => Vector.Narrow(
        Vector.GreaterThan(Vector.Load(squared), limit), Vector.GreaterThan(Vector.Load(squared + Vector<int>.Count), limit));
}

/// <summary>Marks, [H,W], what is no farther than a distance: 1, else 0.</summary>
internal readonly unsafe struct WithinDistance(int distance, byte* destination, int width) : IDistanceSink
{
    /// <inheritdoc/>
    public int ScratchBytes => 0;

    /// <inheritdoc/>
    public void Row(int y, int* squared, byte* scratch)
    {
        byte* row = destination + ((nint)y * width);
        for (int x = 0; x < width; x++)
        {
            row[x] = squared[x] <= distance * distance ? (byte)1 : (byte)0;
        }
    }
}

/// <summary>Turns distances from the outside into weights, [H,W]: a ramp to 1 over the feather, 0 on nodata.</summary>
internal readonly unsafe struct FeatherWeight(OpticalPlanes<float> bands, int feather, float* weight) : IDistanceSink
{
    private readonly float _step = 1f / Math.Max(1, feather);

    /// <inheritdoc/>
    public int ScratchBytes => RowRing<short>.Bytes(1, bands.Width);

    /// <inheritdoc/>
    public void Row(int y, int* squared, byte* scratch)
    {
        int width = bands.Width;
        short* noData = new RowRing<short>(1, width, ref scratch)[0];
        float* row = weight + ((nint)y * width);
        int x = 0;
        for (; x <= width - Vector<float>.Count; x += Vector<float>.Count)
        {
            Vector<float> distance = Vector.SquareRoot(Vector.ConvertToSingle(Vector.Load(squared + x)));
            Vector.MinNative(Vector<float>.One, distance * _step).Store(row + x);
        }

        for (; x < width; x++)
        {
            row[x] = MathF.Min(1, MathF.Sqrt(squared[x]) * _step);
        }

        if (bands.MarkNoData(y, 0, width, noData))
        {
            NoDataRows<float>.Clear(noData, width, row);
        }
    }
}
