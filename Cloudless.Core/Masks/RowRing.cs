namespace Cloudless.Masks;

/// <summary>The last few rows that a filter needs of the rows before it; each row has room for whole vectors and a padded border.</summary>
/// <remarks>A cursor in scratch memory: copy it, and the copies share the rows but not the position.</remarks>
internal unsafe struct RowRing<T>
    where T : unmanaged
{
    // A row starts on a cache line and has as much in front of it, of which filters use up to 3 samples.
    private const int Line = 64;

    private readonly T* _rows;
    private readonly int _stride, _slots;

    /// <summary>Takes its rows from scratch memory.</summary>
    /// <param name="slots">Rows held at a time.</param>
    /// <param name="width">Samples of a row, borders not counted.</param>
    /// <param name="scratch">Moved behind the rows.</param>
    public RowRing(int slots, int width, ref byte* scratch)
    {
        _rows = (T*)scratch;
        (_stride, _slots) = (Stride(width), slots);
        scratch += Bytes(slots, width);
    }

    /// <summary>Number of the row that is made next.</summary>
    public int Next { get; set; }

    /// <summary>A row by its number, one of the last that were made (or the one that is being made).</summary>
    public readonly T* this[int row] => _rows + ((row % _slots) * _stride) + (Line / sizeof(T));

    /// <summary>Scratch memory that a ring takes.</summary>
    public static int Bytes(int slots, int width) => slots * Stride(width) * sizeof(T);

    private static int Stride(int width) => ((Samples.Padded(width) * sizeof(T)) + (3 * Line) - 1) / Line * Line / sizeof(T);
}
