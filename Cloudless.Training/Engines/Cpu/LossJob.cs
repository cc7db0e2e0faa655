using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Cloudless.Imagery;
using Cloudless.Inference.Cpu;
using Cloudless.Training.Losses;

namespace Cloudless.Training.Engines.Cpu;

/// <summary>
/// The loss of a prediction in the engine's layout against a planar batch, pixel by pixel, and its gradient with respect to the prediction in DN;
/// <see cref="GradientTermJob"/> adds the gradient term.
/// </summary>
internal sealed unsafe class LossJob : RowJob
{
    // Pixels whose weights are at hand, and pixels at a time.
    private const int Segment = 256;
    private const int Group = 8;
    private const float Unit = Networks.DSen2Cr.OpticalScale;
    private const float Maximum = Networks.DSen2Cr.OpticalMaximum;
    private LossWeights[] _weights = [];
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

        if (_weights.Length < layout.N)
        {
            _weights = new LossWeights[layout.N];
        }

        for (int image = 0, plane = layout.H * layout.W; image < layout.N; image++)
        {
            _weights[image] = loss.WeightsOf(batch.Mask.AsSpan(image * plane, plane));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Row(int image, int block, int y)
    {
        TrainingBatch batch = _batch!;
        nint at = RowOffset(image, 1, 0, y);
        int width = Layout.W, plane = Layout.H * width, row = y * width;
        float* prediction = _prediction + at, gradient = _gradient + at;
        ReadOnlySpan<byte> mask = batch.Mask.AsSpan((image * plane) + row, width);
        float scale = (float)(1 / (Unit * Count));
        new Span<float>(gradient, width * BlockedLayout.Block).Clear();
        Vector256<double> sum = Vector256<double>.Zero;
        float* weights = stackalloc float[2 * Segment];
        for (int first = 0; first < width; first += Segment)
        {
            int pixels = Math.Min(Segment, width - first);
            FillWeights(mask.Slice(first, pixels), in _weights[image], weights);
            for (int c = 0; c < Sentinel2Band.Count; c++)
            {
                ReadOnlySpan<float> input = batch.CloudyBand(image, c).Slice(row + first, pixels);
                ReadOnlySpan<float> target = batch.Target.AsSpan((((image * Sentinel2Band.Count) + c) * plane) + row + first, pixels);
                float* p = prediction + (first * BlockedLayout.Block) + c, g = gradient + (first * BlockedLayout.Block) + c;
                for (int x = 0; x < pixels; x += Group)
                {
                    int count = Math.Min(Group, pixels - x);
                    Vector256<float> onInput = Vector256.Load(weights + x), onTarget = Vector256.Load(weights + Segment + x);
                    Vector256<float> predicted = Pixels(p, count);
                    Vector256<float> fromInput = predicted - Clamp(Values(input[x..], count)), fromTarget = predicted - Clamp(Values(target[x..], count));
                    sum += Sum(onInput, Vector256.Abs(fromInput)) + Sum(onTarget, Vector256.Abs(fromTarget));
                    Store(scale * ((onInput * Slope(fromInput)) + (onTarget * Slope(fromTarget))), g, count);
                    p += Group * BlockedLayout.Block;
                    g += Group * BlockedLayout.Block;
                }
            }
        }

        _sums[(image * Layout.H) + y] = Vector256.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pixels(float* p, int count) => count == Group
        ? Vector256.Create(p[0], p[16], p[32], p[48], p[64], p[80], p[96], p[112])
        : Vector256.Create(p[0], At(p, 1, count), At(p, 2, count), At(p, 3, count), At(p, 4, count), At(p, 5, count), At(p, 6, count), 0);

    private static float At(float* p, int pixel, int count) => pixel < count ? p[pixel * BlockedLayout.Block] : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> slope, float* g, int count)
    {
        for (int i = 0; i < count; i++)
        {
            g[i * BlockedLayout.Block] = slope[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Values(ReadOnlySpan<float> values, int count) => count == Group ? Vector256.Create(values) : Padded(values[..count]);

    private static Vector256<float> Padded(ReadOnlySpan<float> values)
    {
        Span<float> padded = stackalloc float[Group];
        padded.Clear();
        values.CopyTo(padded);
        return Vector256.Create<float>(padded);
    }

    // Pixels past the end of a row have no weight.
    private static void FillWeights(ReadOnlySpan<byte> mask, in LossWeights ofClass, float* weights)
    {
        float* input = stackalloc float[] { ofClass.Clear.Input, ofClass.Cloud.Input, ofClass.Shadow.Input };
        float* target = stackalloc float[] { ofClass.Clear.Target, ofClass.Cloud.Target, ofClass.Shadow.Target };
        new Span<float>(weights, 2 * Segment).Clear();
        for (int x = 0; x < mask.Length; x++)
        {
            weights[x] = input[mask[x]];
            weights[Segment + x] = target[mask[x]];
        }
    }

    /// <summary>Clipped to 0..10000 DN; by comparisons rather than Min and Max, so that a NaN comes through.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Clamp(Vector256<float> x)
    {
        Vector256<float> maximum = Vector256.Create(Maximum);
        x = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), Vector256<float>.Zero, x);
        return Vector256.ConditionalSelect(Vector256.GreaterThan(x, maximum), maximum, x);
    }

    /// <summary>Products in double precision, by twos.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<double> Sum(Vector256<float> weights, Vector256<float> distances)
    {
        (Vector256<double> w0, Vector256<double> w1) = Vector256.Widen(weights);
        (Vector256<double> d0, Vector256<double> d1) = Vector256.Widen(distances);
        return (w0 * d0) + (w1 * d1);
    }

    /// <summary>The sign. A NaN has none; it reaches the sum and is reported from there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Slope(Vector256<float> difference) =>
        (Vector256.GreaterThan(difference, Vector256<float>.Zero) & Vector256<float>.One)
        - (Vector256.LessThan(difference, Vector256<float>.Zero) & Vector256<float>.One);
}
