using Cloudless.Imagery;

namespace Cloudless.Removal;

/// <summary>Lets several hands compute tiles while these are painted one at a time and in order, by whoever is done when they are due.</summary>
/// <remarks>
/// Thread-safe. A hand gets memory for its result before it gets a tile: so the first tile that is not painted always has some, and nobody waits for ever.
/// After an error, and <see cref="Stop"/>, no more tiles are given out.
/// </remarks>
internal sealed class PaintingOrder
{
    private readonly object _gate = new();
    private readonly Stack<float[]> _free = [];
    private readonly float[]?[] _done;
    private readonly Action<int, float[]> _paint;
    private int _next, _due;
    private bool _painting, _stopped;

    /// <summary>Begins.</summary>
    /// <param name="tiles">Number of tiles.</param>
    /// <param name="length">Values of the largest tile's result.</param>
    /// <param name="results">Results in memory at most; more than there are hands, so that a slow tile does not hold up the others.</param>
    /// <param name="paint">Paints a tile.</param>
    public PaintingOrder(int tiles, int length, int results, Action<int, float[]> paint)
    {
        (_done, _paint) = (new float[tiles][], paint);
        for (int i = 0; i < Math.Min(results, tiles); i++)
        {
            _free.Push(LargeArrays.Take<float>(length));
        }
    }

    /// <summary>The next tile and memory for its result; null where none is left. Waits until there is memory.</summary>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public Turn? Next(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            while (!_stopped && _next < _done.Length)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    Stop();
                    cancellationToken.ThrowIfCancellationRequested();
                }

                if (_free.Count > 0)
                {
                    return new Turn(_next++, _free.Pop());
                }

                Monitor.Wait(_gate);
            }

            return null;
        }
    }

    /// <summary>Takes a result, and paints all that are due unless somebody does already.</summary>
    public void Done(Turn turn)
    {
        lock (_gate)
        {
            _done[turn.Tile] = turn.Output;
            if (_painting)
            {
                return;
            }

            _painting = true;
        }

        while (Due() is { } output)
        {
            _paint(_due, output);
            lock (_gate)
            {
                _done[_due++] = null;
                _free.Push(output);
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Gives out no more tiles: something failed.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Hands the memory back once nobody is at work.</summary>
    public void Give()
    {
        while (_free.TryPop(out float[]? output))
        {
            LargeArrays.Give(output);
        }
    }

    private float[]? Due()
    {
        lock (_gate)
        {
            float[]? output = _stopped || _due == _done.Length ? null : _done[_due];
            _painting = output is not null;
            return output;
        }
    }

    /// <summary>A tile to compute.</summary>
    /// <param name="Tile">Its number.</param>
    /// <param name="Output">Memory for its result.</param>
    public sealed record Turn(int Tile, float[] Output);
}
