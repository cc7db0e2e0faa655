using System.Collections.Concurrent;
using System.Numerics;
using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Rasters.Products;
using Cloudless.Rasters.Scratch;

namespace Cloudless.Removal.Streaming;

/// <summary>The first walk of a job: decodes every file once, on all threads, and gathers what masks have to know of the whole scene from strips that are there already.</summary>
/// <param name="source">The optical scene.</param>
/// <param name="area">The part of it that is worked on.</param>
/// <param name="scene">Takes the samples of the area.</param>
/// <param name="sar">Backscatter on the scene's grid; null for none.</param>
/// <param name="decibel">Takes it; null for none.</param>
/// <param name="threads">Threads.</param>
internal sealed class SceneReading<T>(
    OpticalSource source, Window area, StoredScene<T> scene, SarSource? sar, SampleStore<float>? decibel, int threads)
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private const int SarRows = 128;

    private readonly ConcurrentQueue<int> _ready = new();
    private readonly Lock _gathering = new();

    /// <summary>Reads everything.</summary>
    /// <param name="strips">Strips to gather from.</param>
    /// <param name="gather">Gathers from one strip, on so many threads; null where nothing is gathered.</param>
    /// <param name="done">Told after every piece how many there are and are done, on any thread but one at a time.</param>
    /// <param name="cancellationToken">Looked at before every piece.</param>
    /// <exception cref="UnsupportedProductException">A file is damaged.</exception>
    /// <exception cref="CloudlessException">The disk is full.</exception>
    public void Run(SceneStrips strips, Action<int, int>? gather, Action<int, int> done, CancellationToken cancellationToken)
    {
        var tracker = new StripTracker(strips, scene.Samples.Channels);
        OpticalPiece[] pieces = [.. source.Pieces.Select(Inside).Where(p => p.Window is { Width: > 0, Height: > 0 })];
        Window[] echoes = decibel is null ? [] : [.. Rows(decibel.Height, decibel.Width)];
        int items = echoes.Length + pieces.Length, finished = 0;
        Workers.ForEach(items, threads, () => new Hand(source, sar), (hand, item) =>
        {
            if (item < echoes.Length)
            {
                hand.Read(echoes[item], area, decibel!);
            }
            else
            {
                OpticalPiece piece = pieces[item - echoes.Length];
                Window place = hand.Read(piece, area, scene.Samples);
                foreach (int strip in tracker.Add(piece.Bands.Count, place))
                {
                    _ready.Enqueue(strip);
                }
            }

            lock (tracker)
            {
                done(++finished, items);
            }

            // The last strips are left to all threads together.
            if (gather is not null && items - item > 2 * threads)
            {
                Gather(gather);
            }
        }, cancellationToken);
        while (gather is not null && _ready.TryDequeue(out int strip))
        {
            cancellationToken.ThrowIfCancellationRequested();
            gather(strip, threads);
        }
    }

    // One thread at a time, so that the memory of one strip is enough however many threads decode.
    private void Gather(Action<int, int> gather)
    {
        if (!_gathering.TryEnter())
        {
            return;
        }

        try
        {
            while (_ready.TryDequeue(out int strip))
            {
                gather(strip, 1);
            }
        }
        finally
        {
            _gathering.Exit();
        }
    }

    private OpticalPiece Inside(OpticalPiece piece)
    {
        Window w = piece.Window;
        int left = Math.Max(w.Column, area.Column), top = Math.Max(w.Row, area.Row);
        return piece with { Window = new Window(left, top, Math.Min(w.Right, area.Right) - left, Math.Min(w.Bottom, area.Bottom) - top) };
    }

    private static IEnumerable<Window> Rows(int height, int width)
    {
        for (int row = 0; row < height; row += SarRows)
        {
            yield return new Window(0, row, width, Math.Min(SarRows, height - row));
        }
    }

    // What one thread reads with.
    private sealed class Hand(OpticalSource source, SarSource? sar) : IDisposable
    {
        private OpticalReader? _optical;
        private SarReader? _sar;
        private T[] _samples = [];
        private float[] _decibel = [];

        public Window Read(OpticalPiece piece, Window area, SampleStore<T> destination)
        {
            _optical ??= source.OpenReader();
            _samples = _samples.Length >= piece.Length ? _samples : GC.AllocateUninitializedArray<T>(piece.Length);
            _optical.Read(piece, _samples.AsSpan(0, piece.Length));
            Window w = piece.Window, place = w with { Column = w.Column - area.Column, Row = w.Row - area.Row };
            for (int i = 0; i < piece.Bands.Count; i++)
            {
                destination.Write(piece.Bands[i], place, _samples.AsSpan(i * w.Height * w.Width, w.Height * w.Width), w.Width);
            }

            return place;
        }

        public void Read(Window window, Window area, SampleStore<float> destination)
        {
            _sar ??= sar!.OpenReader();
            int length = SarOpticalStack.SarBands * window.Height * window.Width;
            _decibel = _decibel.Length >= length ? _decibel : GC.AllocateUninitializedArray<float>(length);
            _sar.ReadDecibel(window with { Column = window.Column + area.Column, Row = window.Row + area.Row }, _decibel.AsSpan(0, length));
            destination.Write(window, _decibel.AsSpan(0, length));
        }

        public void Dispose()
        {
            _optical?.Dispose();
            _sar?.Dispose();
        }
    }
}
