using Cloudless.Benchmarks.Paired;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Inference.OnnxRuntime;
using Cloudless.Networks.Onnx;
using Cloudless.Networks.Quantization;

namespace Cloudless.Benchmarks.Rows;

/// <summary>
/// The same network in 8-bit integers (static QDQ) on ONNX Runtime, in its fastest form: first and last convolution and the sums of the blocks are
/// integers too, so that no value goes back to float or changes its layout in between. It is not the form that Cloudless makes by default, which is more exact.
/// </summary>
internal sealed class OnnxRuntimeInt8 : InferenceRival
{
    private const int CalibrationSide = 64;

    // The rounding of 8 bits through 16 blocks of seeded weights gave 31.5 dB at 128x128 and 31.4 at 256x256. Weights, image and ranges are seeded, so
    // only the order of float sums differs between machines; what is left to 30 is 18 % more error. A wrong scale or zero point gives 20 dB and less.
    private const double LeastDecibel = 30;
    private const double Peak = 10000;

    /// <inheritdoc/>
    public override string Name => "ONNX Runtime int8";

    /// <inheritdoc/>
    public override IInferenceEngine Load(CloudRemovalModel model, int threads)
    {
        var options = new QuantizationOptions { FloatEnds = false, IntegerSums = true };
        var shape = new TensorShape(1, model.Card.Channels.Count, CalibrationSide, CalibrationSide);
        using var observer = new ActivationObserver(model.Graph!, options, threads);
        observer.Observe(NetworkModel.Input(shape), shape);
        CloudRemovalModel quantized = ModelQuantizer.Quantize(model, observer.Histograms, options, "seeded noise over the range of DN and dB");
        return new OnnxRuntimeEngine(quantized, new ExecutionOptions { Engine = EngineKind.OnnxRuntime, Precision = ComputePrecision.Int8, Threads = threads });
    }

    /// <inheritdoc/>
    public override Agreement Compare(float[] ours, float[] theirs)
    {
        double error = ours.Zip(theirs, (a, b) => ((double)a - b) * ((double)a - b)).Average();
        double decibel = 10 * Math.Log10(Peak * Peak / error);
        return new Agreement($"PSNR {decibel:0.0} of {LeastDecibel} dB", decibel >= LeastDecibel);
    }
}
