using Cloudless.Imagery;
using Cloudless.Training.Datasets;

namespace Cloudless.Training.Batches;

/// <summary>What must be known of a patch before it is trained on.</summary>
/// <param name="InputCover">Share of cloud pixels in the cloudy image, 0..1; null without one.</param>
/// <param name="TargetCover">Share of pixels in the cloud-free image that the mask takes for cloud, 0..1.</param>
/// <param name="NoData">Share of pixels without data in the worse of its images, 0..1.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
internal sealed record PatchLook(double? InputCover, double TargetCover, double NoData, int Height, int Width)
{
    /// <summary>Reads a patch and looks.</summary>
    public static PatchLook At(PatchDataset dataset, PatchItem item)
    {
        Sample sample = dataset.Read(item);
        return new PatchLook(
            item.Images.Input is { } input ? dataset.Store.CoverOf(input).Cover : null,
            dataset.Store.CoverOf(item.Images.Target).Cover,
            NoDataOf(sample),
            sample.Target.Height,
            sample.Target.Width);
    }

    /// <summary>Share of pixels without data in the worse of a patch's optical images.</summary>
    public static double NoDataOf(Sample sample) => Math.Max(NoDataOf(sample.Target), sample.Input is null ? 0 : NoDataOf(sample.Input));

    /// <summary>Share of pixels without data in an image, [13,H,W].</summary>
    public static double NoDataOf(Raster<short> image)
    {
        int found = 0, plane = image.PlaneLength;
        for (int i = 0; i < plane; i++)
        {
            bool empty = true;
            for (int c = 0; empty && c < image.Channels; c++)
            {
                empty = image.Data[(c * plane) + i] == 0;
            }

            found += empty ? 1 : 0;
        }

        return (double)found / plane;
    }
}
