using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Rasters.Scratch;
using Cloudless.Removal.PriorFills;

namespace Cloudless.Removal.Streaming;

/// <summary>The second walk of a job: weights, what the prior fill learns, and counts, strip by strip.</summary>
/// <param name="remover">Tells whether there is a composite and a prior fill.</param>
/// <param name="mask">What is repainted.</param>
/// <param name="gathered">Whether the first walk has shown the scene to the mask; a scene of one strip is shown to it here.</param>
/// <param name="weight">Takes the network's share in each pixel, [1,H,W].</param>
/// <param name="covered">Takes what the prior fill covers, where that is not the network's share; null where it is, or where there is no fill.</param>
/// <param name="sar">SAR; null for a network without.</param>
/// <param name="threads">Threads.</param>
internal sealed class SceneWeighing(
    CloudRemover remover, RemovalMaskSource mask, bool gathered, SampleStore<float> weight, SampleStore<float>? covered, SceneSar? sar, int threads)
{
    private readonly FillMeasure? _measure = remover.PriorFill?.Begin(sar?.Measured is not null);
    private readonly SarTally _tally = new();
    private float[] _weights = [], _covered = [];
    private long _noData, _changed;

    /// <summary>The tiles that are to be computed.</summary>
    public TouchedTiles Tiles { get; } = remover.Cut(weight.Width, weight.Height);

    /// <summary>What was counted in SAR; nothing where there is none.</summary>
    public SarTally Sar => _tally;

    /// <summary>What the prior fill learned; null where the card asks for none.</summary>
    public FillLines? Fill => _measure?.ToLines();

    /// <summary>Tiles and pixels.</summary>
    public RemovalStatistics Statistics => new()
    {
        Tiles = Tiles.Count,
        SkippedTiles = Tiles.Count - Tiles.Touched.Count,
        DataPixels = ((long)weight.Height * weight.Width) - _noData,
        NoDataPixels = _noData,
        ChangedPixels = _changed,
    };

    private SampleStore<float>? Echoes => sar?.Measured;

    /// <summary>Does the next strip.</summary>
    public void Look(StripView strip)
    {
        Weigh(strip, remover.Options.Composite, ref _weights);
        Keep(strip);
        if (_measure is not null)
        {
            Measure(strip);
        }
    }

    /// <summary>Lets go of the memory that strips took, once all are done.</summary>
    public void Forget() => (_weights, _covered) = ([], []);

    private void Weigh(StripView strip, bool byMask, ref float[] weights)
    {
        weights = weights.Length >= strip.Plane ? weights : new float[strip.Plane];
        Span<float> wide = weights.AsSpan(0, strip.Plane);
        if (byMask && !gathered && strip.Count == (long)weight.Height * weight.Width)
        {
            // One strip: what the mask has to know of the scene is found on the way.
            mask.ComputeWhole(strip.Optical, weight.Height, weight.Width, wide, threads);
            return;
        }

        if (byMask)
        {
            mask.Compute(strip.Optical, strip.Wide, wide, threads);
            return;
        }

        wide.Fill(1);
        NoDataPixels.Set(strip.Optical, wide, 0);
    }

    private void Measure(StripView strip)
    {
        float[] weights = _weights;
        if (covered is not null)
        {
            Weigh(strip, byMask: true, ref _covered);
            weights = _covered;
            covered.Write(0, strip.Core, weights.AsSpan(strip.First, strip.Count), strip.Core.Width);
        }

        Raster<float>? terms = _measure!.UsesSar ? Terms(strip.Core, out int first) : Nothing(out first);
        PlaneRows? rows = terms is null ? null : new PlaneRows(terms.Data, terms.PlaneLength, first, strip.Count);
        _measure.Add(strip.Rows, rows, new PlaneRows(weights, strip.Plane, strip.First, strip.Count), threads);
        if (terms is not null)
        {
            LargeArrays.Give(terms.Data);
        }
    }

    private static Raster<float>? Nothing(out int first)
    {
        first = 0;
        return null;
    }

    private Raster<float> Terms(Window core, out int first)
    {
        int window = remover.PriorFill!.Card.SarWindow;
        Window wide = core.GrowWithin(window / 2, weight.Width, weight.Height);
        first = (core.Row - wide.Row) * wide.Width;
        return sar!.Terms(wide, window, threads);
    }

    // The weights into their store, and what is counted of them: writing and marking are one thread's, so the others count meanwhile.
    private void Keep(StripView strip)
    {
        const int rows = 32, alone = 2;
        Workers.ForEach(alone + ((strip.Core.Height + rows - 1) / rows), threads, () => new Hand(this), (hand, item) =>
        {
            if (item == 0)
            {
                weight.Write(0, strip.Core, _weights.AsSpan(strip.First, strip.Count), strip.Core.Width);
            }
            else if (item == 1)
            {
                Tiles.Mark(_weights.AsSpan(strip.First, strip.Count), strip.Core);
            }
            else
            {
                int row = (item - alone) * rows;
                hand.Count(strip, strip.Core with { Row = strip.Core.Row + row, Height = Math.Min(rows, strip.Core.Height - row) });
            }
        });
    }

    // What one thread counts.
    private sealed class Hand(SceneWeighing whole) : IDisposable
    {
        private readonly SarTally _tally = new();
        private float[] _decibel = [];
        private long _noData, _changed;

        public void Count(StripView strip, Window part)
        {
            int first = (part.Row - strip.Wide.Row) * part.Width, count = part.Height * part.Width;
            ReadOnlySpan<float> weights = whole._weights.AsSpan(first, count);
            _changed += count - System.MemoryExtensions.Count(weights, 0f);
            _noData += NoDataPixels.Count(strip.Optical, strip.Plane, first, first + count);
            if (whole.Echoes is { } echoes)
            {
                _decibel = _decibel.Length == SarOpticalStack.SarBands * count ? _decibel : new float[SarOpticalStack.SarBands * count];
                echoes.Read(part, _decibel);
                _tally.Add(_decibel, weights);
            }
        }

        public void Dispose()
        {
            lock (whole._tally)
            {
                whole._tally.Merge(_tally);
                (whole._changed, whole._noData) = (whole._changed + _changed, whole._noData + _noData);
            }
        }
    }
}
