using Cloudless.Imagery;
using Cloudless.Temporal;
using Cloudless.Training.Datasets;
using Cloudless.Training.Datasets.Images;
using Cloudless.Training.Datasets.TimeSeries;

namespace Cloudless.Training.Temporal;

/// <summary>Reads patches of SEN12MS-CR-TS: the optical image of each date, the SAR image that goes with it, and masks.</summary>
/// <param name="detector">What finds clouds; not disposed.</param>
/// <param name="nan">What becomes of samples that are not numbers.</param>
/// <remarks>Thread-safe.</remarks>
public sealed class SeriesReader(SeriesDetector detector, NanRule nan = NanRule.Fill)
{
    private readonly PatchStore _store = new(nan, 0);

    /// <summary>The dates of a patch that have an optical image, in order of time: what indices of draws count.</summary>
    public static IReadOnlyList<TimeSeriesDate> DatesOf(TimeSeriesItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return [.. item.Dates.Where(d => d.OpticalPath is not null).OrderBy(d => d.Date)];
    }

    /// <summary>Reads some dates of a patch.</summary>
    /// <param name="item">The patch.</param>
    /// <param name="dates">Indices into <see cref="DatesOf"/>, ascending; null for all.</param>
    /// <returns>Optical [13,H,W] in signed DN, masks by the detector, SAR [2,H,W] in dB where a date has it.</returns>
    /// <exception cref="RasterMismatchException">Images of the patch differ in size.</exception>
    /// <exception cref="CloudlessException">A file cannot be read, or two dates of the patch are the same day.</exception>
    public ImageSeries Read(TimeSeriesItem item, IReadOnlyList<int>? dates = null)
    {
        IReadOnlyList<TimeSeriesDate> all = DatesOf(item);
        TimeSeriesDate[] chosen = [.. (dates ?? [.. Enumerable.Range(0, all.Count)]).Select(i => all[i])];
        if (chosen.GroupBy(d => d.Date).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new CloudlessException($"Patch {item.Patch} of {item.Group} has two images of {twice.Key:yyyy-MM-dd}: {string.Join(", ", twice.Select(d => d.OpticalPath))}. Remove one.");
        }

        Raster<float>[] optical = [.. chosen.Select(d => ReadOptical(d.OpticalPath!))];
        return ImageSeries.Of(
            [.. chosen.Select(d => d.Date)], optical, [.. optical.Select(detector.Classify)],
            chosen.Any(d => d.SarPath is not null) ? [.. chosen.Select(d => d.SarPath is { } path ? ReadSar(path) : null)] : null);
    }

    /// <summary>Cloud cover of an optical image, 0..1.</summary>
    /// <exception cref="CloudlessException">The file cannot be read.</exception>
    public double CoverOf(string opticalPath) => SeriesDetector.CoverOf(detector.Classify(ReadOptical(opticalPath)));

    private Raster<float> ReadOptical(string path) => new OpticalFile(Path.GetDirectoryName(path)!, Path.GetFileName(path)).Load(_store).ToFloat();

    private Raster<float> ReadSar(string path) => new SarFile(Path.GetDirectoryName(path)!, Path.GetFileName(path)).Load(_store);
}
