using Cloudless.Imagery;
using Cloudless.Inference.Cpu;
using Cloudless.Training.Losses;

namespace Cloudless.Training.Engines.Cpu;

/// <summary>The loss of a prediction in the engine's layout against a planar batch, and its gradient with respect to the prediction in DN.</summary>
internal sealed unsafe class LossJob : RowJob
{
    private const float Unit = Networks.DSen2Cr.OpticalScale;
    private const float Maximum = Networks.DSen2Cr.OpticalMaximum;
    private readonly (float Input, float Target)[] _weights = new (float, float)[3];
    private TrainingBatch? _batch;
    private float* _prediction;
    private float* _gradient;
    private double[] _sums = [];

    /// <summary>The mean over the batch, once all items are done, in network units.</summary>
    public double Loss
    {
        get
        {
            // Rows are added in their order, whoever computed them.
            double sum = 0;
            foreach (double row in _sums.AsSpan(0, Layout.N * Layout.H))
            {
                sum += row;
            }

            return sum / ((double)Unit * Count);
        }
    }

    private double Count => (double)Layout.N * Sentinel2Band.Count * Layout.H * Layout.W;

    /// <summary>Sets up a batch.</summary>
    public void Bind(BlockedLayout layout, TrainingBatch batch, PixelLoss loss, float* prediction, float* gradient)
    {
        Layout = layout;
        Blocks = 1;
        _batch = batch;
        _prediction = prediction;
        _gradient = gradient;
        if (_sums.Length < layout.N * layout.H)
        {
            _sums = new double[layout.N * layout.H];
        }

        for (byte c = 0; c < 3; c++)
        {
            _weights[c] = loss.Weights(c);
        }
    }

    /// <inheritdoc/>
    protected override void Row(int image, int block, int y)
    {
        TrainingBatch batch = _batch!;
        nint at = RowOffset(image, 1, 0, y);
        int width = Layout.W, plane = Layout.H * width, row = y * width;
        float* prediction = _prediction + at, gradient = _gradient + at;
        ReadOnlySpan<byte> mask = batch.Mask.AsSpan((image * plane) + row, width);
        float scale = (float)(1 / (Unit * Count));
        double sum = 0;
        for (int c = 0; c < BlockedLayout.Block; c++)
        {
            if (c >= Sentinel2Band.Count)
            {
                for (int x = 0; x < width; x++)
                {
                    gradient[(x * 16) + c] = 0;
                }

                continue;
            }

            ReadOnlySpan<float> input = batch.Input.AsSpan((((image * batch.Shape.C) + c) * plane) + row, width);
            ReadOnlySpan<float> target = batch.Target.AsSpan((((image * Sentinel2Band.Count) + c) * plane) + row, width);
            for (int x = 0; x < width; x++)
            {
                (float onInput, float onTarget) = _weights[mask[x]];
                float p = prediction[(x * 16) + c];
                float fromInput = p - Math.Clamp(input[x], 0, Maximum), fromTarget = p - Math.Clamp(target[x], 0, Maximum);
                sum += ((double)onInput * Math.Abs(fromInput)) + ((double)onTarget * Math.Abs(fromTarget));
                gradient[(x * 16) + c] = scale * ((onInput * Slope(fromInput)) + (onTarget * Slope(fromTarget)));
            }
        }

        _sums[(image * Layout.H) + y] = sum;
    }

    // Math.Sign throws on NaN, which here has to reach the sum and be reported from there.
    private static float Slope(float difference) => difference > 0 ? 1 : difference < 0 ? -1 : 0;
}
