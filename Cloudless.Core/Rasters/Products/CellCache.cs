using Cloudless.Imagery;

namespace Cloudless.Rasters.Products;

/// <summary>Decoded parts of the coarser files, held until the readers are past them: a pixel between two blocks needs both, and no block is decoded twice.</summary>
/// <remarks>Thread-safe. Holds what the rows of one piece need, and gives up first what was not used for longest.</remarks>
internal sealed class CellCache
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(int Band, int Cell, Type Type), LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _order = [];
    private readonly long _capacity;
    private long _held;

    /// <summary>Makes room for the cells that rows of pieces touch.</summary>
    /// <param name="files">The scene's files.</param>
    /// <param name="pieceHeight">Rows of a piece, on the scene's grid.</param>
    public CellCache(IReadOnlyList<BandFile> files, int pieceHeight)
    {
        foreach (BandFile file in files.Where(f => f.Factor > 1))
        {
            Window cell = file.Cells[0];
            int rows = ((pieceHeight + (cell.Height * file.Factor) - 1) / (cell.Height * file.Factor)) + 2;
            _capacity += Math.Min((long)rows * cell.Height, file.Profile.Height) * file.Profile.Width;
        }
    }

    /// <summary>A cell's samples, decoded now by the calling thread where they are not there.</summary>
    /// <param name="band">Channel of the scene.</param>
    /// <param name="cell">Which cell of the band's file.</param>
    /// <param name="decode">Decodes it.</param>
    public T[] Get<T>(int band, int cell, Func<T[]> decode)
        where T : unmanaged
    {
        (int, int, Type) key = (band, cell, typeof(T));
        Lazy<Array> samples;
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out LinkedListNode<Entry>? node))
            {
                _order.Remove(node);
                _order.AddLast(node);
                samples = node.Value.Samples;
            }
            else
            {
                samples = new Lazy<Array>(decode);
                _entries[key] = _order.AddLast(new Entry(key, samples));
            }
        }

        if (samples.IsValueCreated)
        {
            return (T[])samples.Value;
        }

        var decoded = (T[])samples.Value;
        Count(key, samples, decoded.Length);
        return decoded;
    }

    /// <summary>Lets go of everything.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _order.Clear();
            _held = 0;
        }
    }

    private void Count((int, int, Type) key, Lazy<Array> samples, int length)
    {
        lock (_gate)
        {
            // Of the threads that waited for it, one counts it.
            if (!_entries.TryGetValue(key, out LinkedListNode<Entry>? node) || node.Value.Samples != samples || node.Value.Length > 0)
            {
                return;
            }

            node.Value.Length = length;
            _held += length;
            for (LinkedListNode<Entry>? oldest = _order.First; oldest is not null && _held > _capacity;)
            {
                LinkedListNode<Entry>? next = oldest.Next;
                if (oldest.Value.Length > 0 && oldest != node)
                {
                    _held -= oldest.Value.Length;
                    _entries.Remove(oldest.Value.Key);
                    _order.Remove(oldest);
                }

                oldest = next;
            }
        }
    }

    private sealed class Entry((int, int, Type) key, Lazy<Array> samples)
    {
        public (int, int, Type) Key { get; } = key;

        public Lazy<Array> Samples { get; } = samples;

        /// <summary>Samples held; 0 while they are being decoded.</summary>
        public int Length { get; set; }
    }
}
