using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>
/// Shadow statistics of a scene, counted core by core from several threads. Sums of DN that are no integers (resampled, scaled) are rounded, so the cores are added in the
/// order of their place, whoever comes first: the same bits for every number of threads.
/// </summary>
internal sealed class SceneShadowStatistics
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(int Row, int Column), ShadowStatistics> _cores = [];
    private ShadowStatistics? _total;

    /// <summary>Of all cores counted so far.</summary>
    public ShadowStatistics Total
    {
        get
        {
            lock (_gate)
            {
                if (_total is null)
                {
                    _total = new ShadowStatistics();
                    foreach (ShadowStatistics core in _cores.Values)
                    {
                        _total.Merge(core);
                    }
                }

                return _total;
            }
        }
    }

    /// <summary>Keeps what was counted in a core; counted again, it is replaced.</summary>
    public void Put(Window core, ShadowStatistics statistics)
    {
        lock (_gate)
        {
            _cores[(core.Row, core.Column)] = statistics;
            _total = null;
        }
    }
}
