using Cloudless.Imagery;

namespace Cloudless.Removal.Streaming;

/// <summary>Knows which strips of a scene are there, with their halo, while pieces of it come in any order. Thread-safe.</summary>
internal sealed class StripTracker
{
    private readonly SceneStrips _strips;
    private readonly long[] _missing;
    private readonly bool[] _told;
    private readonly Lock _gate = new();

    /// <summary>Begins with nothing there.</summary>
    /// <param name="strips">The strips.</param>
    /// <param name="channels">Channels of the scene.</param>
    public StripTracker(SceneStrips strips, int channels)
    {
        _strips = strips;
        _missing = [.. Enumerable.Range(0, strips.Count).Select(i => (long)channels * strips.Core(i).Height * strips.Core(i).Width)];
        _told = new bool[strips.Count];
    }

    /// <summary>Counts a piece, of which no part came before.</summary>
    /// <param name="channels">Its channels.</param>
    /// <param name="window">Its place.</param>
    /// <returns>Strips that are complete now and were not before.</returns>
    public IReadOnlyList<int> Add(int channels, Window window)
    {
        lock (_gate)
        {
            bool complete = false;
            for (int i = 0; i < _missing.Length; i++)
            {
                Window core = _strips.Core(i);
                int rows = Math.Min(core.Bottom, window.Bottom) - Math.Max(core.Row, window.Row);
                if (rows > 0)
                {
                    _missing[i] -= (long)channels * rows * window.Width;
                    complete |= _missing[i] == 0;
                }
            }

            return complete ? [.. Enumerable.Range(0, _told.Length).Where(Tell)] : [];
        }
    }

    private bool Tell(int strip)
    {
        Window wide = _strips.Wide(strip);
        for (int i = 0; !_told[strip] && i < _missing.Length; i++)
        {
            Window core = _strips.Core(i);
            if (_missing[i] > 0 && core.Row < wide.Bottom && wide.Row < core.Bottom)
            {
                return false;
            }
        }

        bool now = !_told[strip];
        _told[strip] = true;
        return now;
    }
}
