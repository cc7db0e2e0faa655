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
/// <param name="finished">Told up to which row nothing will change any more.</param>
internal sealed class ScenePainter<T>(
    StoredScene<T> scene, SceneSar? sar, FillLines? fill, SampleStore<float> weight, SampleStore<float> covered, int sarWindow, int largestCore,
    PicturePair? pictures, SceneChanges? changes, Action<int> finished) : ITilePainter
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private readonly List<(Window Part, T[] Samples)> _waiting = [];
    private readonly Stack<T[]> _free = [];
    private T[]? _stored;
    private float[] _echoes = [], _mask = [], _estimates = [], _weights = [], _dn = [], _blend = [];
    private T[] _samples = [], _original = [];

    /// <inheritdoc/>
    public void Fill(Tile tile, Span<float> input)
    {
        Window window = tile.Input;
        int plane = window.Height * window.Width;
        scene.ReadDn(window, ref _stored, input[..(Sentinel2Band.Count * plane)]);
        sar?.Read(window, input[(Sentinel2Band.Count * plane)..]);
        if (fill is not null)
        {
            Cover(window, input);
        }
    }

    /// <inheritdoc/>
    public void Paint(Tile tile, ReadOnlySpan<float> prediction, TilesAhead ahead)
    {
        int plane = tile.Core.Height * tile.Core.Width;
        weight.Read(0, tile.Core, Take(ref _weights, plane).AsSpan(0, plane));
        if (TouchedRows(tile.Core) is { Height: > 0 } part)
        {
            _waiting.Add((part, Blend(tile, part, prediction)));
        }

        Settle(ahead.Input);
        finished(Math.Min(Math.Min(ahead.Core, weight.Height), _waiting.Select(w => w.Part.Row).DefaultIfEmpty(weight.Height).Min()));
    }

    private void Cover(Window window, Span<float> input)
    {
        int plane = window.Height * window.Width;
        covered.Read(0, window, Take(ref _mask, plane).AsSpan(0, plane));
        if (!_mask.AsSpan(0, plane).ContainsAnyExcept(0f))
        {
            return;
        }

        Window wide = window.GrowWithin(sarWindow / 2, weight.Width, weight.Height);
        Raster<float>? terms = sarWindow > 0 ? sar!.Terms(wide, sarWindow, threads: 1) : null;
        Take(ref _estimates, fill!.Bands * window.Width);
        for (int y = 0; y < window.Height; y++)
        {
            int at = ((window.Row - wide.Row + y) * wide.Width) + window.Column - wide.Column;
            ReadOnlySpan<float> vv = terms is null ? default : terms.Channel(0).Slice(at, window.Width), vh = terms is null ? default : terms.Channel(1).Slice(at, window.Width);
            fill.Paint(_mask.AsSpan(y * window.Width, window.Width), vv, vh, input[(y * window.Width)..], plane, _estimates);
        }

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

    private T[] Blend(Tile tile, Window part, ReadOnlySpan<float> prediction)
    {
        int plane = part.Height * part.Width, inputPlane = tile.Input.Height * tile.Input.Width, bands = scene.Samples.Channels;
        // All as large as a whole tile, so that they serve again.
        T[]? stored = _free.Count > 0 ? _free.Pop() : GC.AllocateUninitializedArray<T>(bands * largestCore);
        Span<float> dn = Take(ref _dn, Sentinel2Band.Count * plane).AsSpan(0, Sentinel2Band.Count * plane);
        scene.ReadDn(part, ref stored, dn);
        Take(ref _blend, part.Width);
        Take(ref _samples, part.Width);
        if (changes is not null)
        {
            stored.AsSpan(0, bands * plane).CopyTo(Take(ref _original, bands * plane));
        }

        for (int y = 0; y < part.Height; y++)
        {
            ReadOnlySpan<float> weights = _weights.AsSpan((part.Row - tile.Core.Row + y) * part.Width, part.Width);
            if (!weights.ContainsAnyExcept(0f))
            {
                continue;
            }

            pictures?.Take(part.Row + y, part.Column, dn, plane, y * part.Width, part.Width);
            for (int band = 0; band < bands; band++)
            {
                int channel = scene.ChannelOf(band);
                int at = (channel * inputPlane) + ((part.Row + y - tile.Input.Row) * tile.Input.Width) + part.Column - tile.Input.Column;
                Span<float> row = dn.Slice((channel * plane) + (y * part.Width), part.Width);
                PixelBlend.Blend(weights, prediction.Slice(at, part.Width), row, _blend);
                scene.Radiometry.ToStored(_blend.AsSpan(0, part.Width), scene.NoData, band, _samples.AsSpan(0, part.Width));
                PixelBlend.Choose(weights, _samples, stored.AsSpan((band * plane) + (y * part.Width), part.Width));
            }
        }

        changes?.Put<T>(part, _original.AsSpan(0, bands * plane), stored.AsSpan(0, bands * plane));
        if (pictures is not null)
        {
            // What is shown is what was stored, rounded and clamped.
            scene.ToDn(stored.AsSpan(0, bands * plane), dn);
            for (int y = 0; y < part.Height; y++)
            {
                if (_weights.AsSpan((part.Row - tile.Core.Row + y) * part.Width, part.Width).ContainsAnyExcept(0f))
                {
                    pictures.Put(part.Row + y, part.Column, dn, plane, y * part.Width, part.Width);
                }
            }
        }

        return stored!;
    }

    private void Settle(int row)
    {
        for (int i = _waiting.Count - 1; i >= 0; i--)
        {
            (Window part, T[] samples) = _waiting[i];
            if (part.Bottom <= row)
            {
                scene.Samples.Write(part, samples);
                _free.Push(samples);
                _waiting.RemoveAt(i);
            }
        }
    }

    private static TItem[] Take<TItem>(ref TItem[] buffer, int length)
        where TItem : unmanaged =>
        buffer.Length >= length ? buffer : buffer = GC.AllocateUninitializedArray<TItem>(length);
}
