using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Networks;
using Cloudless.Temporal;
using Cloudless.Training.Augmentation;
using Cloudless.Training.Datasets;
using Cloudless.Training.Simulation;

namespace Cloudless.Training.Temporal.PointTraining;

/// <summary>
/// Draws batches from series. The target is a clear date; inputs are other dates near it as they are, and now and then its own date under the clouds of another one. A batch depends on
/// seed and step alone.
/// </summary>
internal sealed class SeriesDraws
{
    // Donors of clouds: enough to matter, and something left to see.
    private const double LeastDonorCover = 0.15, MostDonorCover = 0.9;

    // Windows looked at for one that is clear in the target.
    private const int Tries = 8;

    private static readonly ShadowOptions Shadows = new();

    private readonly SeriesSource _source;
    private readonly SeriesTrainOptions _options;
    private readonly int[] _places;
    private readonly bool _sar;

    /// <summary>Makes draws from the places that have dates enough, and one that is not all cloud.</summary>
    /// <param name="source">The series.</param>
    /// <param name="options">How.</param>
    /// <exception cref="CloudlessException">No place has.</exception>
    public SeriesDraws(SeriesSource source, SeriesTrainOptions options)
    {
        (_source, _options, _sar) = (source, options, options.Network.Branch.Sar);
        int needed = options.Network.MostDates + 1;
        _places = [.. Enumerable.Range(0, source.Covers.Count).Where(p => source.Covers[p].Count >= needed && source.Covers[p].Min() < 1)];
        if (_places.Length == 0)
        {
            throw new CloudlessException(source.Covers.All(c => c.Count < needed)
                ? $"The longest series has {source.Covers.Max(c => c.Count)} dates; {needed - 1} inputs and a target need {needed}. Take fewer dates (--most-dates) or a longer series."
                : $"Every date of every series of {needed} dates or more is cloud, or without data, in all pixels: there is nothing to learn from. Give series with clearer dates, or another --detector.");
        }
    }

    /// <summary>What is not drawn from; null where all is.</summary>
    public string? LeftOut => _places.Length == _source.Covers.Count ? null
        : $"{_source.Covers.Count - _places.Length} of {_source.Covers.Count} series are left out: they have fewer than {_options.Network.MostDates + 1} dates, or none that is not all cloud.";

    /// <summary>The batch of a training step, from the part of the images that training may see.</summary>
    public SeriesBatch Training(long step)
    {
        var random = new SeededRandom(_options.Seed ^ ((ulong)(step + 1) * 0x9E3779B97F4A7C15UL));
        int dates = _options.Network.LeastDates + random.Next(_options.Network.MostDates - _options.Network.LeastDates + 1);
        return Batch(dates, _options.Batch, validation: false, random);
    }

    /// <summary>Batches to validate on, always the same ones.</summary>
    public IReadOnlyList<SeriesBatch> Validation(int count)
    {
        var random = new SeededRandom(_options.Seed ^ 0xA5A5A5A5A5A5A5A5UL);
        int kinds = _options.Network.MostDates - _options.Network.LeastDates + 1;
        return [.. Enumerable.Range(0, count).Select(i => Batch(_options.Network.LeastDates + (i % kinds), 1, validation: true, random))];
    }

    private SeriesBatch Batch(int dates, int count, bool validation, SeededRandom random)
    {
        int channels = _options.Network.Branch.InputChannels, side = _options.Patch, plane = side * side;
        float[] input = new float[count * dates * channels * plane], target = new float[count * Sentinel2Band.Count * plane], weights = new float[count * plane];
        for (int n = 0; n < count; n++)
        {
            int place = _places[random.Next(_places.Length)];
            (int wanted, int[] others, int? donor) = Dates(_source.Covers[place], dates, random);
            int[] all = [.. others.Append(wanted).Concat(donor is { } giver ? [giver] : []).Distinct().Order()];
            ImageSeries series = _source.Read(place, all);
            int goal = Array.IndexOf(all, wanted);
            PatchTransform window = Window(series.Masks[goal], validation, random);
            Raster<float>? own = donor is { } clouds ? UnderClouds(series.Optical[goal].Crop(window.Window), series.Optical[Array.IndexOf(all, clouds)], random) : null;
            PatchTransform inside = window with { Window = new Window(0, 0, side, side) };
            bool blind = random.NextDouble() < _options.SarDropout;
            for (int t = 0; t < dates; t++)
            {
                bool isOwn = t == others.Length;
                int from = isOwn ? goal : Array.IndexOf(all, others[t]);
                Put(isOwn ? own! : series.Optical[from], isOwn ? inside : window, blind ? null : series.Sar?[from], window, input.AsSpan(((n * dates) + t) * channels * plane, channels * plane));
            }

            Cut(series.Optical[goal], window, target.AsSpan(n * Sentinel2Band.Count * plane, Sentinel2Band.Count * plane));
            window.Apply<byte, float>(series.Masks[goal].Data, series.Width, weights.AsSpan(n * plane, plane));
        }

        // Shadow counts as clear: the spectral mask finds some in every image.
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = weights[i] is PixelClass.Clear or PixelClass.Shadow ? 1 : 0;
        }

        return new SeriesBatch(dates, new TensorShape(count, channels, side, side), input, target, weights);
    }

    // The target, the others with the one nearest to it last, and who gives clouds for the target's own date, which then comes behind them.
    private (int Target, int[] Others, int? Donor) Dates(IReadOnlyList<double> covers, int dates, SeededRandom random)
    {
        int[] indices = [.. Enumerable.Range(0, covers.Count)];
        int[] clear = [.. indices.Where(i => covers[i] <= _options.ClearCover)];
        int target = clear.Length > 0 ? clear[random.Next(clear.Length)] : indices.MinBy(i => covers[i]);
        int[] donors = [.. indices.Where(i => covers[i] is >= LeastDonorCover and <= MostDonorCover && i != target)];
        bool own = random.NextDouble() < _options.OwnDate && donors.Length > 0;
        List<int> near = [.. indices.Where(i => i != target).OrderBy(i => Math.Abs(i - target)).ThenBy(i => i).Take(2 * dates)];
        int wanted = own ? dates - 1 : dates;
        while (near.Count > wanted)
        {
            near.RemoveAt(random.Next(near.Count));
        }

        return (target, [.. near.OrderByDescending(i => Math.Abs(i - target)).ThenBy(i => i)], own ? donors[random.Next(donors.Length)] : null);
    }

    private PatchTransform Window(Raster<byte> mask, bool validation, SeededRandom random)
    {
        int split = (int)Math.Round(mask.Width * (1 - _options.ValidationShare));
        bool apart = validation && split < mask.Width;
        int from = apart ? split : 0, width = apart ? mask.Width - split : split;
        if (_options.Patch > Math.Min(width, mask.Height))
        {
            throw new CloudlessException(
                $"Patches of {_options.Patch} pixels do not fit the {width} x {mask.Height} pixels of the part to {(validation ? "validate on" : "train on")}. Take smaller patches or another share to validate on.");
        }

        PatchTransform[] drawn = [.. Enumerable.Range(0, Tries).Select(_ => PatchTransform.Draw(mask.Height, width, _options.Patch, new AugmentationOptions(), random))
            .Select(t => t with { Window = t.Window with { Column = t.Window.Column + from } })];
        return drawn.MinBy(t => mask.Crop(t.Window).Data.Count(c => c is PixelClass.Cloud or PixelClass.NoData));
    }

    private static Raster<float> UnderClouds(Raster<float> clear, Raster<float> donor, SeededRandom random)
    {
        Raster<short> ground = ToDn(clear), clouds = ToDn(donor);
        return CloudPaster.Apply(ground, clouds, CloudCover.Of(clouds).Score, random, Shadows);
    }

    private static Raster<short> ToDn(Raster<float> image)
    {
        var dn = new Raster<short>(image.Channels, image.Height, image.Width);
        for (int i = 0; i < dn.Data.Length; i++)
        {
            dn.Data[i] = (short)Math.Clamp(MathF.Round(image.Data[i]), short.MinValue, short.MaxValue);
        }

        return dn;
    }

    private void Put(Raster<float> optical, PatchTransform opticalWindow, Raster<float>? sar, PatchTransform window, Span<float> destination)
    {
        int plane = _options.Patch * _options.Patch, bands = Sentinel2Band.Count * plane;
        Cut(optical, opticalWindow, destination[..bands]);
        for (int c = 0; _sar && c < SarOpticalStack.SarBands; c++)
        {
            Span<float> channel = destination.Slice(bands + (c * plane), plane);
            if (sar is null)
            {
                channel.Fill(SarFill.Of(c));
                continue;
            }

            window.Apply<float, float>(sar.Channel(c), sar.Width, channel);
            foreach (ref float value in channel)
            {
                value = float.IsFinite(value) ? value : SarFill.Of(c);
            }
        }
    }

    private void Cut(Raster<float> image, PatchTransform window, Span<float> destination)
    {
        int plane = _options.Patch * _options.Patch;
        for (int c = 0; c < image.Channels; c++)
        {
            window.Apply<float, float>(image.Channel(c), image.Width, destination.Slice(c * plane, plane));
        }
    }
}
