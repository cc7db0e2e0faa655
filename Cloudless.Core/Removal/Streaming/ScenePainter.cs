using System.Collections.Concurrent;
using System.Numerics;
using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Rasters.Scratch;
using Cloudless.Removal.PriorFills;

namespace Cloudless.Removal.Streaming;

/// <summary>The third walk of a job: tiles from the stored scene, painted back into it.</summary>
/// <remarks>
/// A painted tile waits in memory until no later tile's halo reaches under it, because networks see the image as it was taken. So at most two rows of tiles wait
/// (where halos are no larger than tiles), and only what was touched of them.
/// </remarks>
/// <param name="scene">The samples: the input's at first, the result's at the end.</param>
/// <param name="sar">SAR; null for a network without.</param>
/// <param name="fill">Fills the masked pixels of each input; null to leave them.</param>
/// <param name="weight">The network's share, [1,H,W].</param>
/// <param name="covered">What the fill covers, [1,H,W].</param>
/// <param name="sarWindow">Side of the square over which the fill averages SAR; 0 where it takes none.</param>
/// <param name="largestCore">Pixels of the largest tile without its halo.</param>
/// <param name="pictures">Before and after, for people; null where nobody wants them.</param>
/// <param name="changes">Marks what is changed; null where nobody wants to know.</param>
/// <param name="uncertainty">Takes the deviations; null where nobody wants to know.</param>
/// <param name="finished">Told up to which row nothing will change any more.</param>
internal sealed class ScenePainter<T>(
    StoredScene<T> scene, SceneSar? sar, FillLines? fill, SampleStore<float> weight, SampleStore<float> covered, int sarWindow, int largestCore,
    PicturePair? pictures, SceneChanges? changes, SceneUncertainty? uncertainty, Action<int> finished) : ITilePainter
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private readonly List<(Window Part, T[] Samples)> _waiting = [];
    private readonly Stack<T[]> _free = [];
    private readonly ConcurrentBag<FillMemory> _memory = [];
    private float[] _weights = [], _dn = [];
    private T[] _original = [];

    /// <inheritdoc/>
    public void Fill(Tile tile, float[] input, int threads)
    {
        Window window = tile.Input;
        FillMemory memory = _memory.TryTake(out FillMemory? used) ? used : new FillMemory();
        scene.ReadDn(window, ref memory.Stored, input, threads);
        sar?.Read(window, input, Sentinel2Band.Count * window.Height * window.Width, threads);
        if (fill is not null)
        {
            Cover(window, input, ref memory.Mask, threads);
        }

        _memory.Add(memory);
    }

    /// <inheritdoc/>
    public void Paint(Tile tile, float[] prediction, TilesAhead ahead, int threads)
    {
        int plane = tile.Core.Height * tile.Core.Width;
        weight.Read(0, tile.Core, Take(ref _weights, plane).AsSpan(0, plane));
        if (TouchedRows(tile.Core) is { Height: > 0 } part)
        {
            _waiting.Add((part, Blend(tile, part, prediction, threads)));
        }

        Settle(ahead.Input, threads);
        finished(Math.Min(Math.Min(ahead.Core, weight.Height), _waiting.Select(w => w.Part.Row).DefaultIfEmpty(weight.Height).Min()));
    }

    private void Cover(Window window, float[] input, ref float[] memory, int threads)
    {
        int plane = window.Height * window.Width;
        float[] mask = Take(ref memory, plane);
        covered.Read(0, window, mask.AsSpan(0, plane));
        if (!mask.AsSpan(0, plane).ContainsAnyExcept(0f))
        {
            return;
        }

        Window wide = window.GrowWithin(sarWindow / 2, weight.Width, weight.Height);
        Raster<float>? terms = sarWindow > 0 ? sar!.Terms(wide, sarWindow, threads) : null;
        Workers.ForRows(window.Height, threads, (first, end) =>
        {
            float[] estimates = new float[fill!.Bands * window.Width];
            for (int y = first; y < end; y++)
            {
                int at = ((window.Row - wide.Row + y) * wide.Width) + window.Column - wide.Column;
                ReadOnlySpan<float> vv = terms is null ? default : terms.Channel(0).Slice(at, window.Width), vh = terms is null ? default : terms.Channel(1).Slice(at, window.Width);
                fill.Paint(mask.AsSpan(y * window.Width, window.Width), vv, vh, input.AsSpan(y * window.Width), plane, estimates);
            }
        });
        if (terms is not null)
        {
            LargeArrays.Give(terms.Data);
        }
    }

    private Window TouchedRows(Window core)
    {
        int first = 0, end = core.Height;
        while (first < end && !Row(first).ContainsAnyExcept(0f))
        {
            first++;
        }

        while (end > first && !Row(end - 1).ContainsAnyExcept(0f))
        {
            end--;
        }

        return core with { Row = core.Row + first, Height = end - first };

        ReadOnlySpan<float> Row(int y) => _weights.AsSpan(y * core.Width, core.Width);
    }

    private T[] Blend(Tile tile, Window part, float[] prediction, int threads)
    {
        int plane = part.Height * part.Width, bands = scene.Samples.Channels;
        // All as large as a whole tile, so that they serve again.
        T[] stored = _free.Count > 0 ? _free.Pop() : GC.AllocateUninitializedArray<T>(bands * largestCore);
        scene.ReadBoth(part, stored, Take(ref _dn, Sentinel2Band.Count * plane), threads);
        if (changes is not null)
        {
            stored.AsSpan(0, bands * plane).CopyTo(Take(ref _original, bands * plane));
        }

        if (pictures is not null)
        {
            ForTouched(y => pictures.Take(part.Row + y, part.Column, _dn, plane, y * part.Width, part.Width));
        }

        Workers.ForRows(part.Height, threads, (first, end) => Blend(tile, part, prediction, stored, first, end));
        uncertainty?.Put(tile, part, _weights, prediction, scene.ChannelOf, threads);
        changes?.Put<T>(part, _original.AsSpan(0, bands * plane), stored.AsSpan(0, bands * plane));
        if (pictures is not null)
        {
            // What is shown is what was stored, rounded and clamped.
            scene.ToDn(stored, part, _dn, threads);
            ForTouched(y => pictures.Put(part.Row + y, part.Column, _dn, plane, y * part.Width, part.Width));
        }

        return stored;

        void ForTouched(Action<int> row)
        {
            for (int y = 0; y < part.Height; y++)
            {
                if (WeightsOf(tile, part, y).ContainsAnyExcept(0f))
                {
                    row(y);
                }
            }
        }
    }

    private ReadOnlySpan<float> WeightsOf(Tile tile, Window part, int row) => _weights.AsSpan((part.Row - tile.Core.Row + row) * part.Width, part.Width);

    private void Blend(Tile tile, Window part, ReadOnlySpan<float> prediction, T[] stored, int firstRow, int endRow)
    {
        int plane = part.Height * part.Width, inputPlane = tile.Input.Height * tile.Input.Width;
        float[] blend = new float[part.Width];
        T[] samples = new T[part.Width];
        for (int y = firstRow; y < endRow; y++)
        {
            ReadOnlySpan<float> weights = WeightsOf(tile, part, y);
            if (!weights.ContainsAnyExcept(0f))
            {
                continue;
            }

            for (int band = 0; band < scene.Samples.Channels; band++)
            {
                int channel = scene.ChannelOf(band);
                int at = (channel * inputPlane) + ((part.Row + y - tile.Input.Row) * tile.Input.Width) + part.Column - tile.Input.Column;
                PixelBlend.Blend(weights, prediction.Slice(at, part.Width), _dn.AsSpan((channel * plane) + (y * part.Width), part.Width), blend);
                scene.Radiometry.ToStored(blend, scene.NoData, band, samples);
                PixelBlend.Choose<T>(weights, samples, stored.AsSpan((band * plane) + (y * part.Width), part.Width));
            }
        }
    }

    private void Settle(int row, int threads)
    {
        for (int i = _waiting.Count - 1; i >= 0; i--)
        {
            (Window part, T[] samples) = _waiting[i];
            if (part.Bottom <= row)
            {
                int plane = part.Height * part.Width;
                Workers.ForEach(scene.Samples.Channels, threads, c => scene.Samples.Write(c, part, samples.AsSpan(c * plane, plane), part.Width));
                _free.Push(samples);
                _waiting.RemoveAt(i);
            }
        }
    }

    private static TItem[] Take<TItem>(ref TItem[] buffer, int length)
        where TItem : unmanaged =>
        buffer.Length >= length ? buffer : buffer = GC.AllocateUninitializedArray<TItem>(length);

    // What making one input takes.
    private sealed class FillMemory
    {
        public T[]? Stored;
        public float[] Mask = [];
    }
}
