namespace Cloudless.Masks;

/// <summary>One mark for each cell of a scene, a bit each: what the first walk found, for the second. Marks may be set from several threads.</summary>
internal sealed class CellMap(int columns, int rows)
{
    private const int Bits = 32;

    private readonly int _stride = (columns + Bits - 1) / Bits;
    private readonly uint[] _marks = new uint[checked(((columns + Bits - 1) / Bits) * rows)];

    /// <summary>Whether a cell is marked.</summary>
    public bool this[int row, int column] => (_marks[(row * _stride) + (column / Bits)] & (1u << (column % Bits))) != 0;

    /// <summary>Marks a cell.</summary>
    public void Set(int row, int column) => Interlocked.Or(ref _marks[(row * _stride) + (column / Bits)], 1u << (column % Bits));
}
