using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Networks.Onnx;

namespace Cloudless.Removal.PriorFills;

/// <summary>Learns a prior fill's global part from cloud-free images, one after another.</summary>
/// <remarks>The same images in the same order give the same card, bit by bit, whatever the number of threads. Not thread-safe; keeps no image.</remarks>
public sealed class PriorFillLearner
{
    private readonly string _name;
    private readonly double _imageWeight;
    private readonly int _sarWindow;
    private readonly double? _ceilingFrom;
    private readonly BandMedians? _medians;
    private readonly SarRegression _means = new(), _lines = new();
    private long _pixels;

    /// <summary>Begins.</summary>
    /// <param name="name">One of <see cref="PriorFillCard.Names"/>.</param>
    /// <param name="imageWeight">Weight of the image's own estimate in use, 0..1; not looked at for the global median.</param>
    /// <param name="sarWindow">Odd side of the square that SAR is averaged over, pixels; not looked at without SAR.</param>
    /// <param name="ceilingFrom">As <see cref="PriorFillCard.CeilingFrom"/>.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public PriorFillLearner(string name, double imageWeight = 0.3, int sarWindow = 9, double? ceilingFrom = null)
    {
        bool sar = name == PriorFillCard.SarRegression;
        (_name, _imageWeight, _sarWindow, _ceilingFrom) = (name, name == PriorFillCard.GlobalMedian ? 0 : imageWeight, sar ? sarWindow : 1, ceilingFrom);
        _medians = name is PriorFillCard.GlobalMedian or PriorFillCard.PatchMedian ? new BandMedians() : null;

        // Of nothing, to have the rules look at the rest before any work.
        _ = new PriorFill(Card(new float[Sentinel2Band.Count], sar ? [.. Enumerable.Repeat(new SarLineCard(0, 0, 0), Sentinel2Band.Count)] : null));
    }

    /// <summary>Counts an image.</summary>
    /// <param name="clearDn">[13,H,W], planar, signed DN, cloud-free; all bands 0 is nodata and not counted; no NaN.</param>
    /// <param name="sarDecibel">[2,H,W], VV and VH in dB without gaps; null where there is none: the lines are learned from the other images.</param>
    /// <exception cref="RasterMismatchException">Sizes or channel counts do not fit.</exception>
    public void Add(Raster<float> clearDn, Raster<float>? sarDecibel)
    {
        SarOpticalStack.RequireMatch(clearDn, sarDecibel);
        PlaneRows rows = PlaneRows.Of(clearDn);
        using var clear = ClearPixels.Of(rows, null, threads: 0);
        _pixels += clear.Count;
        if (_medians is not null)
        {
            _medians.Add(rows, clear, threads: 0);
            return;
        }

        Count(_means, rows, null, clear);
        if (_name == PriorFillCard.SarRegression && sarDecibel is not null)
        {
            Count(_lines, rows, PlaneRows.Of(SarTerms.Compute(sarDecibel, _sarWindow, threads: 0)), clear);
        }
    }

    private static void Count(SarRegression sums, PlaneRows optical, PlaneRows? sar, ClearPixels clear)
    {
        var image = new SarRegression();
        image.Add(optical, sar, clear, threads: 0);
        sums.Merge(image);
    }

    /// <summary>Whether there is something to learn from: an image with data, for a regression one with SAR.</summary>
    public bool CanLearn => (_name == PriorFillCard.SarRegression ? _lines.Pixels : _pixels) > 0;

    /// <summary>What was learned.</summary>
    /// <exception cref="InvalidOperationException">Nothing was: see <see cref="CanLearn"/>.</exception>
    public PriorFillCard ToCard()
    {
        bool lines = _name == PriorFillCard.SarRegression;
        return CanLearn
            ? Card(_medians?.ToSpectrum() ?? _means.Means(), lines ? _lines.Solve() : null)
            : throw new InvalidOperationException($"No image{(lines ? " with SAR" : "")} was given to learn the prior fill '{_name}' from. Give cloud-free images{(lines ? " with SAR, or choose a fill that needs none" : "")}.");
    }

    private PriorFillCard Card(float[] spectrum, SarLineCard[]? lines) => new(_name, _imageWeight, spectrum, lines, _sarWindow, _ceilingFrom);
}
