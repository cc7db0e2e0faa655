using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Datasets;

namespace Cloudless.Training.Quantization;

/// <summary>Samples as the bare network takes them.</summary>
internal static class NetworkInput
{
    /// <summary>Whether a model can take a sample: it has a cloudy image, and SAR where the model was not trained without.</summary>
    public static bool Fits(CloudRemovalModel model, Sample sample) =>
        sample.Input is not null && (!model.Sar || sample.Sar is not null || model.Card.Channels.Skip(Sentinel2Band.Count).All(c => c.MissingFill is not null));

    /// <summary>A window of a sample's cloudy image and SAR, [1,15,h,w] (13 without SAR).</summary>
    public static (float[] Input, TensorShape Shape) Of(CloudRemovalModel model, Sample sample, Window window)
    {
        Raster<float>? sar = !model.Sar ? null : sample.Sar ?? Missing(model, sample.Target);
        var shape = new TensorShape(1, model.Card.Channels.Count, window.Height, window.Width);
        float[] input = new float[shape.Length];
        SarOpticalStack.Copy(sample.Input!.ToFloat(), sar, window, input);
        return (input, shape);
    }

    private static Raster<float> Missing(CloudRemovalModel model, Raster<short> like)
    {
        var filled = new Raster<float>(SarOpticalStack.SarBands, like.Height, like.Width);
        for (int c = 0; c < filled.Channels; c++)
        {
            filled.Channel(c).Fill(model.Card.Channels[Sentinel2Band.Count + c].MissingFill!.Value);
        }

        return filled;
    }
}
