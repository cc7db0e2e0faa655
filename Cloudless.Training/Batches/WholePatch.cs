using Cloudless.Imagery;
using Cloudless.Networks.Onnx;
using Cloudless.Removal.PriorFills;
using Cloudless.Training.Datasets;
using Cloudless.Training.Engines;

namespace Cloudless.Training.Batches;

/// <summary>Patches as batches of one, whole and unvaried, as a network meets them in use.</summary>
/// <param name="dataset">Where they are read from.</param>
/// <param name="sar">Whether the network takes SAR.</param>
/// <param name="fill">The prior fill that the network is trained with; null for none.</param>
internal sealed class WholePatch(PatchDataset dataset, bool sar, PriorFillCard? fill)
{
    private readonly InputPreparation? _preparation = fill is null ? null : new InputPreparation(new PriorFill(fill));

    /// <summary>Reads a patch that has a cloudy image.</summary>
    /// <exception cref="CloudlessException">A file of it cannot be used; the message names it.</exception>
    public TrainingBatch Read(PatchItem item)
    {
        Sample sample = dataset.Read(item);
        int height = sample.Target.Height, width = sample.Target.Width;
        Raster<float> cloudy = sample.Input!.ToFloat(), target = sample.Target.ToFloat();
        Raster<float>? seen = _preparation?.Look(cloudy, sar ? sample.Sar : null, dropB10: false, new Window(0, 0, width, height));
        float[] optical = (seen ?? cloudy).Data, input = optical;
        if (sar)
        {
            Raster<float> radar = sample.Sar ?? MissingSar(height, width);
            input = [.. optical, .. radar.Data];
        }

        return new TrainingBatch(
            new TensorShape(1, input.Length / (height * width), height, width), input, target.Data, dataset.Store.CoverOf(item.Images.Input!).PixelClass,
            seen is null ? null : cloudy.Data);
    }

    private static Raster<float> MissingSar(int height, int width)
    {
        var missing = new Raster<float>(Fusion.SarOpticalStack.SarBands, height, width);
        for (int c = 0; c < missing.Channels; c++)
        {
            missing.Channel(c).Fill(Fusion.SarFill.Of(c));
        }

        return missing;
    }
}
