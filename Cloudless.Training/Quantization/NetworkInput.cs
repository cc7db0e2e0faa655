using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Networks.Onnx;
using Cloudless.Removal.PriorFills;
using Cloudless.Training.Datasets;

namespace Cloudless.Training.Quantization;

/// <summary>A sample as the bare network takes it, with the prior fill that its card asks for; converted once, cut as often as asked.</summary>
internal sealed class NetworkInput
{
    private readonly CloudRemovalModel _model;
    private readonly Raster<float> _optical;
    private readonly Raster<float>? _sar;
    private readonly ImageFill? _fill;

    /// <summary>Converts a sample that <see cref="Fits"/>.</summary>
    public NetworkInput(CloudRemovalModel model, Sample sample)
    {
        _model = model;
        _optical = sample.Input!.ToFloat();
        _sar = !model.Sar ? null : sample.Sar ?? Missing(model, sample.Target);
        _fill = model.Card.PriorFill is { } card ? new PriorFill(card).Measure(_optical, model.Sar ? sample.Sar : null, RemovalMask.Compute(_optical)) : null;
    }

    /// <summary>Whether a model can take a sample: it has a cloudy image, and SAR where the model was not trained without.</summary>
    public static bool Fits(CloudRemovalModel model, PatchItem sample) =>
        sample.HasInput && (!model.Sar || sample.HasSar || model.Card.Channels.Skip(Sentinel2Band.Count).All(c => c.MissingFill is not null));

    /// <summary>A window of the sample's cloudy image and SAR, [1,15,h,w] (13 without SAR).</summary>
    public (float[] Input, TensorShape Shape) Cut(Window window)
    {
        var shape = new TensorShape(1, _model.Card.Channels.Count, window.Height, window.Width);
        float[] input = new float[shape.Length];
        SarOpticalStack.Copy(_optical, _sar, window, input);
        _fill?.Paint(window, input);
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
