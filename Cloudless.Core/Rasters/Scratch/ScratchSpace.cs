using System.Runtime.CompilerServices;

namespace Cloudless.Rasters.Scratch;

/// <summary>Room for a job's images between its stages: memory while it lasts, then temporary files beside the output.</summary>
/// <param name="output">The output, for errors.</param>
/// <param name="basePath">Begin of the temporary files' names, unique to the job; whoever made it deletes what begins so.</param>
/// <param name="memory">Bytes that may lie in memory.</param>
/// <remarks>Disposal frees everything. Not thread-safe but for <see cref="Free"/>.</remarks>
internal sealed class ScratchSpace(string output, string basePath, long memory) : IDisposable
{
    private readonly List<IDisposable> _stores = [];
    private long _left = memory;

    /// <summary>Makes room for an image.</summary>
    /// <param name="role">What it is; no two images of a job share one.</param>
    /// <param name="channels">C.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <exception cref="CloudlessException">The disk is full, or the folder cannot be written.</exception>
    public SampleStore<T> Create<T>(string role, int channels, int height, int width)
        where T : unmanaged
    {
        long samples = (long)channels * height * width, bytes = samples * Unsafe.SizeOf<T>();
        if (bytes > _left || samples > Array.MaxLength)
        {
            return CreateFile<T>(role, channels, height, width, named: false);
        }

        _left -= bytes;
        var store = new MemorySamples<T>(channels, height, width);
        Add(store);
        return store;
    }

    /// <summary>Makes room in a file, which others may open where it is named.</summary>
    /// <inheritdoc cref="Create{T}"/>
    /// <param name="role">What it is.</param>
    /// <param name="channels">C.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="named">Whether it keeps its name.</param>
    public FileSamples<T> CreateFile<T>(string role, int channels, int height, int width, bool named)
        where T : unmanaged
    {
        var file = new ScratchFile($"{basePath}.{role}.raw", output, (long)channels * height * width * Unsafe.SizeOf<T>(), named);
        var store = new FileSamples<T>(file, channels, height, width);
        Add(store);
        return store;
    }

    /// <summary>Gives up an image before the job's end.</summary>
    public void Free(IDisposable? store)
    {
        bool ours;
        lock (_stores)
        {
            ours = store is not null && _stores.Remove(store);
        }

        if (ours)
        {
            store!.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stores.ForEach(s => s.Dispose());

    private void Add(IDisposable store)
    {
        lock (_stores)
        {
            _stores.Add(store);
        }
    }
}
