using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Cloudless.Inference.Cpu;

namespace Cloudless.Training.Engines.Cpu;

/// <summary>
/// Gradient of a convolution's weights and bias: the products of the gradient at each pixel with the pixels under the kernel, summed over the
/// batch. Bands of rows, cut by the batch's shape alone, are summed on their own; <see cref="WeightReductionJob"/> adds them in order.
/// </summary>
internal sealed unsafe class WeightGradientJob : IParallelJob
{
    // Segments of a row of gradients and of pixels stay in a first-level cache while all taps are gone through.
    private const int Segment = 128;
    private const int WantedBands = 32;
    private readonly ConvolutionKernels _kernels;
    private WorkerScratch? _bands;
    private BlockedLayout _layout;
    private float* _source;
    private float* _gradient;

    public WeightGradientJob(ConvolutionKernels kernels, int outputs, int inputs, int kernel)
    {
        (_kernels, Kernel) = (kernels, kernel);
        (Panels, Blocks) = (BlockedLayout.Blocks(outputs), BlockedLayout.Blocks(inputs));
    }

    /// <summary>Panels of 16 outputs.</summary>
    public int Panels { get; }

    /// <summary>Blocks of 16 inputs.</summary>
    public int Blocks { get; }

    /// <summary>K.</summary>
    public int Kernel { get; }

    /// <summary>Taps of a kernel row, 16 channels each, rounded up to whole tiles.</summary>
    public int Taps => (Kernel * 16 + ConvolutionKernels.LargestTile - 1) / ConvolutionKernels.LargestTile * ConvolutionKernels.LargestTile;

    /// <summary>Sums of a band, [panel][block][ky][tap][16], then the bias, [panel][16].</summary>
    public nint Length => ((nint)Panels * Blocks * Kernel * Taps * 16) + (Panels * 16);

    /// <summary>Bands of rows to do.</summary>
    public int Items => Bands(_layout.N, _layout.H);

    /// <summary>How many bands a batch is cut into: a function of its shape.</summary>
    public static int Bands(int n, int height) => n * ((height + BandRows(n, height) - 1) / BandRows(n, height));

    /// <summary>Sums of a band.</summary>
    public float* Sums(int band) => (float*)_bands!.Of(band);

    /// <summary>Says where the tensors lie and where the bands' sums go, one place for each band.</summary>
    public void Bind(BlockedLayout layout, float* source, float* gradient, WorkerScratch bands)
    {
        _layout = layout;
        _source = source;
        _gradient = gradient;
        _bands = bands;
        bands.Require((nuint)Length * sizeof(float));
    }

    /// <inheritdoc/>
    public void Execute(int item, int worker)
    {
        int rows = BandRows(_layout.N, _layout.H), perImage = (_layout.H + rows - 1) / rows;
        int image = item / perImage, first = item % perImage * rows, end = Math.Min(first + rows, _layout.H);
        float* sums = Sums(item);
        NativeMemory.Clear(sums, (nuint)Length * sizeof(float));
        for (int y = first; y < end; y++)
        {
            for (int x = 0; x < _layout.W; x += Segment)
            {
                Accumulate(image, y, x, Math.Min(Segment, _layout.W - x), sums);
            }
        }
    }

    private static int BandRows(int n, int height)
    {
        int perImage = Math.Clamp((WantedBands + n - 1) / n, 1, height);
        return (height + perImage - 1) / perImage;
    }

    private void Accumulate(int image, int y, int x, int pixels, float* sums)
    {
        nint rowLength = (nint)Taps * 16, panelStride = Blocks * Kernel * rowLength, at = ((nint)y * _layout.RowStride) + (x * 16);
        float* gradient = _gradient + _layout.Offset(image, Panels, 0) + at;
        for (int panel = 0; panel < Panels; panel++)
        {
            AddBias(gradient + ((nint)panel * _layout.PlaneStride), pixels, sums + (Panels * panelStride) + (panel * 16));
        }

        int radius = Kernel / 2, used = Kernel * 16;
        for (int block = 0; block < Blocks; block++)
        {
            float* source = _source + _layout.Offset(image, Blocks, block) + at - (radius * (_layout.RowStride + 16));
            float* acc = sums + (block * Kernel * rowLength);
            for (int ky = 0; ky < Kernel; ky++)
            {
                float* row = source + ((nint)ky * _layout.RowStride);
                _kernels.Correlate(row, 16, used, gradient, 16, _layout.PlaneStride, pixels, row, acc + (ky * rowLength), panelStride, Panels, fresh: false);
            }
        }
    }

    private static void AddBias(float* gradient, int pixels, float* sums)
    {
        Vector256<float> low = Vector256.Load(sums), high = Vector256.Load(sums + 8);
        for (nint i = 0; i < pixels; i++)
        {
            low += Vector256.Load(gradient + (i * 16));
            high += Vector256.Load(gradient + (i * 16) + 8);
        }

        low.Store(sums);
        high.Store(sums + 8);
    }
}
