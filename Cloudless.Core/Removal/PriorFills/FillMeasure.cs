using Cloudless.Imagery;
using Cloudless.Networks.Onnx;

namespace Cloudless.Removal.PriorFills;

/// <summary>Learns a prior fill from one image, whole or strip after strip from the top; both give the same bits.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class FillMeasure
{
    private readonly PriorFillCard _card;
    private readonly BandMedians? _medians;
    private readonly SarRegression _sums = new();
    private long _clear;

    /// <summary>Begins.</summary>
    /// <param name="card">The method.</param>
    /// <param name="measuredSar">Whether there is SAR that was measured, not only its fill.</param>
    public FillMeasure(PriorFillCard card, bool measuredSar)
    {
        (_card, UsesSar) = (card, card.Name == PriorFillCard.SarRegression && measuredSar);
        _medians = card.Name == PriorFillCard.PatchMedian ? new BandMedians() : null;
    }

    /// <summary>Whether SAR tells the estimate: <see cref="Add"/> and <see cref="FillLines.Paint"/> then get its <see cref="SarTerms"/>.</summary>
    public bool UsesSar { get; }

    /// <summary>Counts the clear pixels of the next rows.</summary>
    /// <param name="opticalDn">13 channels, signed DN; all bands 0 is nodata.</param>
    /// <param name="terms">2 channels by <see cref="SarTerms"/>; null without <see cref="UsesSar"/>.</param>
    /// <param name="weight">One channel, above 0 where masked.</param>
    /// <param name="threads">Threads, 0 for one per processor.</param>
    public void Add(PlaneRows opticalDn, PlaneRows? terms, PlaneRows weight, int threads)
    {
        if (_card.ImageWeight <= 0)
        {
            return;
        }

        using var pixels = ClearPixels.Of(opticalDn, weight, threads);
        _clear += pixels.Count;
        if (_medians is not null)
        {
            _medians.Add(opticalDn, pixels, threads);
        }
        else
        {
            _sums.Add(opticalDn, terms, pixels, threads);
        }
    }

    /// <summary>The image's own estimate mixed with the card's.</summary>
    public FillLines ToLines()
    {
        double share = _clear >= PriorFill.EnoughPixels ? _card.ImageWeight : 0;
        SarLineCard[] own = share == 0 ? [] : Learned();
        var lines = new SarLineCard[Sentinel2Band.Count];
        for (int band = 0; band < lines.Length; band++)
        {
            SarLineCard global = UsesSar ? _card.SarLines![band] : new SarLineCard(0, 0, _card.Spectrum[band]);
            lines[band] = share == 0 ? global : Mix(own[band], global, share);
        }

        return new FillLines(lines, (float?)_card.CeilingFrom, new PriorFillReport(_card.Name, UsesSar, _clear, share));
    }

    private SarLineCard[] Learned() => UsesSar
        ? _sums.Solve()
        : [.. (_medians?.ToSpectrum() ?? _sums.Means()).Select(dn => new SarLineCard(0, 0, dn))];

    // A weighted mean of two lines is the line of the weighted means.
    private static SarLineCard Mix(SarLineCard own, SarLineCard global, double share) => new(
        (share * own.Vv) + ((1 - share) * global.Vv),
        (share * own.Vh) + ((1 - share) * global.Vh),
        (share * own.Constant) + ((1 - share) * global.Constant));
}
