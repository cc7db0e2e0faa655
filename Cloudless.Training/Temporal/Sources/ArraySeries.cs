using System.Globalization;
using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Training.Temporal.Sources;

/// <summary>
/// Reads dense series kept as NumPy arrays: in a folder for each place <c>s2_dates.csv</c> (<c>index,utc</c>), <c>s2_10m_B02_B03.npy</c> and the like [T,C,H,W] in DN,
/// <c>s2_20m_SCL.npy</c> [T,H,W], and where there is Sentinel-1 <c>s1_dates.csv</c> and <c>s1_20m_VV_VH.npy</c> [T,2,H,W] in ten-thousandths of dB.
/// </summary>
/// <remarks>Bands are those of the files' names. Coarse pixels are repeated, not interpolated. Masks are the product's scene classification. Of two images of one day the first is taken.</remarks>
internal static class ArraySeries
{
    private const string Days = "s2_dates.csv", SarDays = "s1_dates.csv", Classes = "SCL";

    private const double SarDivisor = 10_000;

    private static readonly string[] Polarizations = ["VV", "VH"];

    /// <summary>The folders of places in a folder, or itself; ordered by name (ordinal), empty where there are none.</summary>
    public static IReadOnlyList<string> Places(string folder) => File.Exists(Path.Combine(folder, Days))
        ? [folder]
        : [.. Directory.EnumerateDirectories(folder).Where(d => File.Exists(Path.Combine(d, Days))).Order(StringComparer.Ordinal)];

    /// <summary>Reads a place.</summary>
    /// <param name="place">Its folder.</param>
    /// <param name="sarDays">How many days Sentinel-1 may be away from a date.</param>
    /// <exception cref="RasterMismatchException">An array has another shape than dates and names say.</exception>
    /// <exception cref="CloudlessException">An array is missing or cannot be read, or a table of dates is not one.</exception>
    public static LoadedSeries Read(string place, int sarDays)
    {
        DateTime[] times = Times(Path.Combine(place, Days));
        BandGroup[] groups = [.. BandGroup.Find(place, "s2", part => Sentinel2Band.All.Any(b => b.Id == part))];
        BandGroup classes = BandGroup.Find(place, "s2", part => part == Classes).FirstOrDefault()
            ?? throw new CloudlessException($"{place}: there is no s2_20m_SCL.npy, which says where the clouds are. Put the scene classification beside the bands.");
        if (groups.Length == 0)
        {
            throw new CloudlessException($"{place}: there is no array of bands such as s2_10m_B02_B03_B04_B08.npy.");
        }

        (int height, int width) = (groups.Max(g => g.Height), groups.Max(g => g.Width));
        Array.ForEach([.. groups, classes], g => g.Require(times.Length, height, width));
        (string Id, BandGroup Group, int Channel)[] bands =
            [.. groups.SelectMany(g => g.Channels.Select((id, c) => (id, g, c))).OrderBy(b => Sentinel2Band.All.First(s => s.Id == b.id).Index)];
        int[] used = [.. Enumerable.Range(0, times.Length).Where(d => d == 0 || times[d].Date > times[d - 1].Date)];
        Raster<float>[] images = [.. used.Select(d => Image(d, bands, height, width))];
        var notes = new List<string>();
        if (used.Length < times.Length)
        {
            notes.Add(FormattableString.Invariant($"{Name(place)}: {times.Length - used.Length} of {times.Length} images are the second of their day and were left out."));
        }

        return new LoadedSeries(
            Name(place), [.. bands.Select(b => b.Id)], [.. used.Select(d => DateOnly.FromDateTime(times[d]))], images, Sar(place, [.. used.Select(d => times[d])], sarDays, height, width),
            [.. used.Select((d, i) => Mask(d, classes, images[i]))], notes);
    }

    private static string Name(string place) => Path.GetFileName(Path.GetFullPath(place).TrimEnd('/', '\\'));

    private static DateTime[] Times(string path)
    {
        try
        {
            DateTime[] times = [.. File.ReadLines(path).Skip(1).Where(l => l.Length > 0).Select(l => DateTime.Parse(l.Split(',')[1], CultureInfo.InvariantCulture))];
            return times.Length > 0 && times.SequenceEqual(times.Order()) ? times : throw new CloudlessException($"{path} names no dates, or not in order of time.");
        }
        catch (Exception error) when (error is IOException or FormatException or IndexOutOfRangeException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"{path}: expected a head and lines such as 0,2018-08-04T10:50:22: {error.Message}", error);
        }
    }

    private static Raster<float> Image(int date, (string Id, BandGroup Group, int Channel)[] bands, int height, int width)
    {
        var image = new Raster<float>(bands.Length, height, width);
        for (int c = 0; c < bands.Length; c++)
        {
            bands[c].Group.Copy(date, bands[c].Channel, 1, image.Channel(c), width);
        }

        return image;
    }

    // Classes 0 and 1 are no data and saturated.
    private static Raster<byte> Mask(int date, BandGroup classes, Raster<float> image)
    {
        float[] values = new float[image.PlaneLength];
        classes.Copy(date, 0, 1, values, image.Width);
        return new Raster<byte>(1, image.Height, image.Width, [.. values.Select((v, i) => image.Data[i] == 0 ? PixelClass.NoData : (int)v switch
        {
            0 or 1 => PixelClass.NoData,
            3 => PixelClass.Shadow,
            8 or 9 or 10 => PixelClass.Cloud,
            _ => PixelClass.Clear,
        })]);
    }

    private static Raster<float>?[]? Sar(string place, DateTime[] days, int most, int height, int width)
    {
        if (BandGroup.Find(place, "s1", Polarizations.Contains).FirstOrDefault() is not { } group)
        {
            return null;
        }

        DateTime[] times = Times(Path.Combine(place, SarDays));
        group.Require(times.Length, height, width);
        int[] order = [.. Polarizations.Select(p => group.Channels.ToList().IndexOf(p))];
        if (order.Contains(-1))
        {
            throw new BandMissingException($"{place}: the array of Sentinel-1 has {string.Join(" and ", group.Channels)}; VV and VH are needed.");
        }

        var images = new Dictionary<int, Raster<float>>();
        return [.. days.Select(day =>
        {
            int nearest = Enumerable.Range(0, times.Length).MinBy(i => (times[i] - day).Duration());
            return (times[nearest] - day).Duration().TotalDays > most ? null
                : images.TryGetValue(nearest, out Raster<float>? known) ? known
                : images[nearest] = Backscatter(group, nearest, order, height, width);
        })];
    }

    private static Raster<float> Backscatter(BandGroup group, int date, int[] order, int height, int width)
    {
        var image = new Raster<float>(SarOpticalStack.SarBands, height, width);
        for (int c = 0; c < order.Length; c++)
        {
            group.Copy(date, order[c], SarDivisor, image.Channel(c), width);
        }

        return image;
    }
}
