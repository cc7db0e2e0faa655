using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Cloudless.Imagery;
using Cloudless.Inference.Cpu;
using Cloudless.Training.Losses;

namespace Cloudless.Training.Engines.Cpu;

/// <summary>
/// The gradient term of a loss, and its derivative added to that of <see cref="LossJob"/>. With e = P - T, dx P - dx T is dx e: each row is
/// done from the errors of itself and its two neighbors, so that no row waits for another.
/// </summary>
internal sealed unsafe class GradientTermJob : RowJob
{
    // Columns at a time: three rows of them stay in the first-level cache while the 13 bands are taken from the same cache lines.
    private const int Segment = 64;
    private const int Group = 8;

    // Room for a column on each side, and for the last group's reading on.
    private const int Line = Segment + (2 * Group);
    private LossWeights[] _weights = [];
    private TrainingBatch? _batch;
    private float* _prediction;
    private float* _gradient;
    private double[] _sums = [];

    /// <summary>The term, once all items are done, in network units.</summary>
    public double Loss
    {
        get
        {
            double sum = 0;
            foreach (double row in _sums.AsSpan(0, Layout.N * Layout.H))
            {
                sum += row;
            }

            return sum / Count;
        }
    }

    // DN that a unit of the mean has: values are in DN, the loss in network units.
    private double Count => (double)Networks.DSen2Cr.OpticalScale * Layout.N * Sentinel2Band.Count * Layout.H * Layout.W;

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
        float* gradient = _gradient + RowOffset(image, 1, 0, y);
        float scale = (float)(1 / Count);
        float* errors = stackalloc float[3 * Line], weights = stackalloc float[3 * Line];
        Vector256<double> sum = Vector256<double>.Zero;
        for (int first = 0; first < Layout.W; first += Segment)
        {
            int pixels = Math.Min(Segment, Layout.W - first);
            if (!FillWeights(image, y, first, pixels, weights))
            {
                continue;
            }

            for (int c = 0; c < Sentinel2Band.Count; c++)
            {
                for (int line = 0; line < 3; line++)
                {
                    FillErrors(image, c, y + line - 1, first, pixels, errors + (line * Line));
                }

                float* g = gradient + (first * BlockedLayout.Block) + c;
                for (int x = 0; x < pixels; x += Group)
                {
                    float* at = errors + Line + Group + x, onto = weights + Group + x;
                    Vector256<float> own = Vector256.Load(at);
                    Vector256<float> left = own - Vector256.Load(at - 1), right = Vector256.Load(at + 1) - own;
                    Vector256<float> up = own - Vector256.Load(at - Line), down = Vector256.Load(at + Line) - own;
                    Vector256<float> onLeft = Vector256.Load(onto - 1), onRight = Vector256.Load(onto);
                    Vector256<float> onUp = Vector256.Load(onto + Line), onDown = Vector256.Load(onto + (2 * Line));
                    sum += LossJob.Sum(onRight, Vector256.Abs(right)) + LossJob.Sum(onDown, Vector256.Abs(down));
                    Vector256<float> slope = scale * ((onLeft * LossJob.Slope(left)) - (onRight * LossJob.Slope(right))
                        + (onUp * LossJob.Slope(up)) - (onDown * LossJob.Slope(down)));
                    for (int i = 0; i < Math.Min(Group, pixels - x); i++)
                    {
                        g[(x + i) * BlockedLayout.Block] += slope[i];
                    }
                }
            }
        }

        _sums[(image * Layout.H) + y] = Vector256.Sum(sum);
    }

    // Three lines: of a pixel and the next in its row, of a pixel and that above, of a pixel and that below; false where all are 0.
    private bool FillWeights(int image, int y, int first, int pixels, float* weights)
    {
        int width = Layout.W, row = (image * Layout.H * width) + (y * width) + first;
        LossWeights ofClass = _weights[image];
        float* of = stackalloc float[] { ofClass.Clear.Gradient, ofClass.Cloud.Gradient, ofClass.Shadow.Gradient };
        ReadOnlySpan<byte> mask = _batch!.Mask;
        new Span<float>(weights, 3 * Line).Clear();
        float* across = weights + Group, above = across + Line, below = above + Line;
        bool any = false;
        for (int x = first == 0 ? 0 : -1; x < pixels; x++)
        {
            float own = of[mask[row + x]];
            if (own == 0)
            {
                continue;
            }

            any = true;
            across[x] = first + x + 1 < width ? Math.Min(own, of[mask[row + x + 1]]) : 0;
            above[x] = y > 0 ? Math.Min(own, of[mask[row + x - width]]) : 0;
            below[x] = y + 1 < Layout.H ? Math.Min(own, of[mask[row + x + width]]) : 0;
        }

        return any;
    }

    // P - T from a column before the segment to one after it; what lies outside the image has no weight and is 0.
    private void FillErrors(int image, int channel, int y, int first, int pixels, float* errors)
    {
        new Span<float>(errors, Line).Clear();
        if (y < 0 || y >= Layout.H)
        {
            return;
        }

        int width = Layout.W, begin = Math.Max(0, first - 1), end = Math.Min(width, first + pixels + 1), count = end - begin;
        float* e = errors + Group + (begin - first), p = _prediction + RowOffset(image, 1, 0, y) + (begin * BlockedLayout.Block) + channel;
        fixed (float* plane = _batch!.Target)
        {
            float* target = plane + ((((nint)image * Sentinel2Band.Count) + channel) * Layout.H * width) + ((nint)y * width) + begin;
            int x = 0;
            for (; x + Group <= count; x += Group, p += Group * BlockedLayout.Block)
            {
                Vector256<float> predicted = Vector256.Create(p[0], p[16], p[32], p[48], p[64], p[80], p[96], p[112]);
                (predicted - LossJob.Clamp(Vector256.Load(target + x))).Store(e + x);
            }

            for (; x < count; x++, p += BlockedLayout.Block)
            {
                e[x] = p[0] - LossJob.Clamp(Vector256.CreateScalar(target[x])).ToScalar();
            }
        }
    }
}
