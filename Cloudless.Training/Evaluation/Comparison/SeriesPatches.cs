using Cloudless.Imagery;
using Cloudless.Temporal;
using Cloudless.Training.Datasets;
using Cloudless.Training.Datasets.Images;
using Cloudless.Training.Datasets.TimeSeries;

namespace Cloudless.Training.Evaluation.Comparison;

/// <summary>
/// Patches of time series, made ready: the target is the clearest date, the methods get the first dates beside it, in order of time, and the input of single-date methods is
/// the least cloudy of those. The sampler <c>fixed</c> of UnCRtainTS may have the target among the inputs; here it never is.
/// </summary>
internal sealed class SeriesPatches(TimeSeriesDataset dataset, DatasetOptions options, int dates)
{
    private readonly PatchStore _store = new(options.Nan, 0);

    /// <summary>Series with enough optical dates.</summary>
    public IReadOnlyList<TimeSeriesItem> Items(DatasetSplit? part) =>
        [.. dataset.Items.Where(i => (part is null || i.Split == part) && Dates(i).Count() > dates)];

    /// <summary>Reads one.</summary>
    public EvaluationPatch Read(TimeSeriesItem item)
    {
        var images = Dates(item).Select(d => (Date: d, Image: Optical(d.OpticalPath!))).ToArray();
        Raster<byte>[] masks = [.. images.Select(i => MaskOf(i.Image))];
        int target = LeastCloudyDate.Of(masks);
        int[] used = [.. Enumerable.Range(0, images.Length).Where(i => i != target).Take(dates)];
        int input = used[LeastCloudyDate.Of([.. used.Select(i => masks[i])])];
        string? sar = images[input].Date.SarPath;
        return EvaluationPatch.Of(
            FormattableString.Invariant($"{item.Group}_p{item.Patch}"), item.Group, images[input].Image, images[target].Image, sar is null ? null : Sar(sar)) with
        {
            Series = [.. used.Select(i => images[i].Image)],
        };
    }

    /// <summary>The baselines of a series.</summary>
    public static IReadOnlyList<Method> Baselines { get; } = [new("mosaicing", MosaicOf)];

    private Raster<float> Optical(string path) => new OpticalFile(Path.GetDirectoryName(path)!, Path.GetFileName(path)).Load(_store).ToFloat();

    private Raster<float> Sar(string path) => new SarFile(Path.GetDirectoryName(path)!, Path.GetFileName(path)).Load(_store);

    private static Raster<float> MosaicOf(EvaluationPatch patch) => Mosaic.Of([.. patch.Series.Select(d => d.Clip())], [.. patch.Series.Select(MaskOf)]);

    private static IEnumerable<TimeSeriesDate> Dates(TimeSeriesItem item) => item.Dates.Where(d => d.OpticalPath is not null);

    private static Raster<byte> MaskOf(Raster<float> image) => new(1, image.Height, image.Width, CloudCover.Of(image.Data, image.Height, image.Width).PixelClass);
}
