using System.Collections.Concurrent;
using Cloudless.Fusion;
using Cloudless.Imagery;

namespace Cloudless.Temporal;

/// <summary>Reads the SAR of scenes window by window, with readers for each thread that are opened once.</summary>
/// <param name="scenes">The scenes.</param>
/// <param name="area">The part that is worked on.</param>
internal sealed class SeriesSarReaders(IReadOnlyList<SeriesScene> scenes, Window area) : IDisposable
{
    private readonly ConcurrentBag<SarReader?[]> _free = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_free.TryTake(out SarReader?[]? readers))
        {
            Array.ForEach(readers, r => r?.Dispose());
        }
    }

    /// <summary>SAR of some dates in a window, [2,h,w] in dB, null for a date without; null where none of them has any. Thread-safe.</summary>
    /// <param name="dates">Indices of the dates.</param>
    /// <param name="window">Pixels of the part that is worked on.</param>
    public Raster<float>?[]? Read(IReadOnlyList<int> dates, Window window)
    {
        if (dates.All(d => scenes[d].Sar is null))
        {
            return null;
        }

        SarReader?[] readers = _free.TryTake(out SarReader?[]? free) ? free : new SarReader?[scenes.Count];
        try
        {
            return [.. dates.Select(d => scenes[d].Sar is { } source ? Read(readers[d] ??= source.OpenReader(), window) : null)];
        }
        finally
        {
            _free.Add(readers);
        }
    }

    // Null where a band has no data in the window, which then counts as a date without SAR.
    private Raster<float>? Read(SarReader reader, Window window)
    {
        var decibel = new Raster<float>(SarOpticalStack.SarBands, window.Height, window.Width);
        reader.ReadDecibel(SceneWindows.InScene(window, area), decibel.Data);
        return Enumerable.Range(0, SarOpticalStack.SarBands).All(b => decibel.Channel(b).ContainsAnyExcept(float.NaN)) ? decibel : null;
    }
}
