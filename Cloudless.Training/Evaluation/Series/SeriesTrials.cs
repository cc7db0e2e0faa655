using Cloudless.Masks;
using Cloudless.Temporal;

namespace Cloudless.Training.Evaluation.Series;

/// <summary>Draws the trials of a series by a protocol.</summary>
/// <param name="series">The series.</param>
/// <param name="options">The protocol.</param>
internal sealed class SeriesTrials(NamedSeries series, SeriesEvaluationOptions options)
{
    private readonly double[] _opacity = [.. series.Opacity.Select(o => (double)o.Data.Average())];
    private readonly double[] _covers = [.. series.Images.Masks.Select(m => m.Data.Count(c => c != PixelClass.Clear && c != PixelClass.Shadow) / (double)m.Data.Length)];

    /// <summary>Numbers of dates and seeds that are judged.</summary>
    public IEnumerable<(int Dates, int Seed)> Cells => options.Protocol == SeriesProtocol.Extremes
        ? [(series.Images.Dates.Count, 1)]
        : options.Dates.SelectMany(n => Enumerable.Range(1, options.Seeds).Select(seed => (n, seed)));

    private int[] Clear => [.. Enumerable.Range(0, _covers.Length).Where(d => _covers[d] <= options.ClearCover && _opacity[d] <= options.ClearOpacity)];

    private int[] Donors => [.. Enumerable.Range(0, _covers.Length).Where(d => _opacity[d] >= options.DonorOpacity)];

    /// <summary>What a report tells of the series.</summary>
    public JudgedSeries Tell()
    {
        ImageSeries images = series.Images;
        return new JudgedSeries(
            series.Name, images.Dates.Count, images.Dates[0], images.Dates[^1], images.Width, images.Height, series.Bands, images.Sar?.Count(s => s is not null) ?? 0, Clear.Length, Donors.Length);
    }

    /// <summary>Whether a number of dates has trials.</summary>
    public bool Any(int dates) =>
        Clear.Length > 0 && series.Images.Dates.Count >= dates + (options.Protocol == SeriesProtocol.HeldOut ? 1 : 0) && (options.Protocol == SeriesProtocol.HeldOut || Donors.Length > 0);

    /// <summary>Why numbers of dates have no trial, a sentence for each.</summary>
    public IEnumerable<string> WhyNone() => Cells.Select(c => c.Dates).Distinct().Where(n => !Any(n)).Select(WhyNone);

    private string WhyNone(int dates)
    {
        JudgedSeries told = Tell();
        string needs = options.Protocol == SeriesProtocol.HeldOut ? $"{dates + 1}, one of them clear" : $"{dates}, one of them clear and one cloudy";
        return FormattableString.Invariant(
            $"{told.Name}: no trial with {dates} dates. It needs {needs}; the series has {told.Dates}, {told.Truths} of them clear enough to be a truth and {told.Donors} with clouds.");
    }

    /// <summary>The trials of a number of dates and a seed; empty where the series does not allow any.</summary>
    public IReadOnlyList<SeriesTrial> Of(int dates, int seed)
    {
        if (!Any(dates))
        {
            return [];
        }

        int[] clear = Clear, donors = Donors;
        if (options.Protocol == SeriesProtocol.Extremes)
        {
            return [SeriesTrial.Blend(series, clear.MinBy(d => _opacity[d]), donors.MaxBy(d => _opacity[d]), dates, turn: 0)];
        }

        // Not the number of dates: the same truths and clouds for 3, 4 and 5.
        var random = new SeededRandom((ulong)seed);
        return [.. Enumerable.Range(0, options.Trials).Select(_ => Draw())];

        SeriesTrial Draw()
        {
            int target = clear[random.Next(clear.Length)];
            if (options.Protocol == SeriesProtocol.HeldOut)
            {
                return SeriesTrial.HeldOut(series, target, dates);
            }

            int donor = donors[random.Next(donors.Length)];
            return SeriesTrial.Blend(series, target, donor, dates, random.Next(8));
        }
    }
}
