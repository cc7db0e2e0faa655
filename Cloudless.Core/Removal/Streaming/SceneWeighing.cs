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

    /// <summary>Does the next strip.</summary>
    public void Look(StripView strip)
    {
        Weigh(strip, remover.Options.Composite, ref _weights);
        ReadOnlySpan<float> core = _weights.AsSpan(strip.First, strip.Count);
        weight.Write(0, strip.Core, core, strip.Core.Width);
        Tiles.Mark(core, strip.Core);
        _changed += core.Length - System.MemoryExtensions.Count(core, 0f);
        _noData += NoDataPixels.Count(strip.Optical, strip.Plane, strip.First, strip.First + strip.Count);
        if (sar?.Measured is { } echoes)
        {
            Count(echoes, strip);
        }

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

    private void Count(SampleStore<float> echoes, StripView strip)
    {
        const int rows = 32;
        Workers.ForEach((strip.Core.Height + rows - 1) / rows, threads, () => new TallyHand(_tally), (hand, item) =>
        {
            Window part = strip.Core with { Row = strip.Core.Row + (item * rows), Height = Math.Min(rows, strip.Core.Height - (item * rows)) };
            float[] decibel = hand.Take(SarOpticalStack.SarBands * part.Height * part.Width);
            echoes.Read(part, decibel);
            hand.Tally.Add(decibel, _weights.AsSpan((part.Row - strip.Wide.Row) * part.Width, part.Height * part.Width));
        });
    }

    private sealed class TallyHand(SarTally whole) : IDisposable
    {
        private float[] _decibel = [];

        public SarTally Tally { get; } = new();

        public float[] Take(int length) => _decibel.Length == length ? _decibel : _decibel = new float[length];

        public void Dispose()
        {
            lock (whole)
            {
                whole.Merge(Tally);
            }
        }
    }
}
