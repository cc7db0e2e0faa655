using System.Collections.Concurrent;

namespace Cloudless.Training.Datasets.Images;

/// <summary>Reads the images of patches, and keeps as many of them and of their masks as its bytes allow, those used last.</summary>
/// <remarks>Thread-safe. What it gives depends on the files alone, never on what it kept.</remarks>
/// <param name="nan">What becomes of NaN.</param>
/// <param name="bytes">How much is kept; 0 keeps nothing.</param>
internal sealed class PatchStore(NanRule nan, long bytes)
{
    private readonly ConcurrentDictionary<string, float> _offsets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _gaps = new(StringComparer.Ordinal);
    private readonly Dictionary<(object Source, string What), LinkedListNode<Kept>> _kept = [];
    private readonly LinkedList<Kept> _order = new();
    private readonly Lock _gate = new();
    private long _bytes;

    /// <summary>What becomes of NaN.</summary>
    public NanRule Nan { get; } = nan;

    /// <summary>Bytes kept now; never more than it may.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    /// <summary>Mask and score of an image.</summary>
    public CloudCover CoverOf(OpticalSource image) => Keep(
        (image, "cover"), () => CloudCover.Of(image.Load(this)), cover => cover.PixelClass.Length + (cover.Score.Length * (long)sizeof(float)));

    /// <summary>The offset that the B10 of a cloud-free image shows, DN.</summary>
    public float OffsetOf(string clearPath) => _offsets.GetOrAdd(clearPath, OpticalReading.OffsetOf);

    /// <summary>Samples that were no numbers, by file, as far as files were read; a window counts its own, so overlapping ones count some twice.</summary>
    public IReadOnlyDictionary<string, long> Gaps => _gaps;

    /// <summary>Notes that a file holds samples that are no numbers.</summary>
    public void NoteGaps(string path, long count)
    {
        if (count > 0)
        {
            _gaps.AddOrUpdate(path, count, (_, before) => before + count);
        }
    }

    /// <summary>What is kept under a key, or what <paramref name="load"/> gives. Two threads may load the same at once; both get the same values.</summary>
    public T Keep<T>((object Source, string What) key, Func<T> load, Func<T, long> size)
        where T : class
    {
        lock (_gate)
        {
            if (_kept.TryGetValue(key, out LinkedListNode<Kept>? node))
            {
                _order.Remove(node);
                _order.AddFirst(node);
                return (T)node.Value.Value;
            }
        }

        T value = load();
        Add(key, value, size(value));
        return value;
    }

    private void Add((object, string) key, object value, long length)
    {
        lock (_gate)
        {
            if (length > bytes || _kept.ContainsKey(key))
            {
                return;
            }

            for (_bytes += length; _bytes > bytes; _order.RemoveLast())
            {
                _bytes -= _order.Last!.Value.Bytes;
                _kept.Remove(_order.Last.Value.Key);
            }

            _kept.Add(key, _order.AddFirst(new Kept(key, value, length)));
        }
    }

    private sealed record Kept((object Source, string What) Key, object Value, long Bytes);
}
