using System.Runtime.InteropServices;
using Cloudless.Imagery;
using Cloudless.Inference.Cpu;

namespace Cloudless.Training.Engines.Cpu;

/// <summary>
/// The way back through a 3x3 convolution in Winograd's domain: the gradient of what it took, and in the same pass over the tiles the gradient of its weights
/// and bias. Bands of runs of tiles, cut by the shapes alone, are summed on their own; <see cref="WinogradReductionJob"/> adds them in order.
/// </summary>
/// <remarks>
/// With y = w * x and g the gradient of y, the loss changes with w as the sum of g * (w * x) does, which is that of x * (w' * g), where w' is w with the channels
/// exchanged and turned by 180 degrees: the convolution of the way back. That is computed as A' [(G w' G') (B' g B)] A for every tile (Lavin and Gray, 2016); it is
/// bilinear, so the derivative by w' is its exact adjoint, G' [sum over tiles of (B' g B) (A x A')] G. B' g B is at hand from the way back, and A x A' is cheaper than a
/// transform of 8x8 pixels. Pixels beyond the image are zeros in both tensors.
/// </remarks>
internal sealed unsafe class WinogradGradientJob : IParallelJob
{
    /// <summary>The most bands: few, for each has 64/9 of the weights' memory.</summary>
    public const int WantedBands = 8;

    /// <summary>Sums that make the bias of a panel.</summary>
    public const int BiasLength = WinogradJob.SumsLength;

    private readonly ConvolutionKernels _kernels;
    private readonly bool _onward;
    private WorkerScratch? _bands;
    private BlockedLayout _layout;
    private float* _source;
    private float* _gradient;

    /// <summary>Sets up the job.</summary>
    /// <param name="kernels">Kernels to compute with.</param>
    /// <param name="convolution">The convolution of the way back.</param>
    /// <param name="onward">Whether its result is wanted, or only the weights' gradient.</param>
    public WinogradGradientJob(ConvolutionKernels kernels, WinogradJob convolution, bool onward)
    {
        (_kernels, Convolution, _onward) = (kernels, convolution, onward);
        (Panels, Blocks) = (convolution.Weights.Channels / 16, convolution.Weights.Panels);
    }

    /// <summary>The convolution of the way back.</summary>
    public WinogradJob Convolution { get; }

    /// <summary>Panels of 16 outputs of the forward convolution.</summary>
    public int Panels { get; }

    /// <summary>Blocks of 16 inputs of the forward convolution.</summary>
    public int Blocks { get; }

    /// <summary>Values from a panel to the next: [inputs, rounded up to whole tiles][16].</summary>
    public nint PanelStride => (nint)((Blocks * 16) + ConvolutionKernels.LargestTile - 1) / ConvolutionKernels.LargestTile * ConvolutionKernels.LargestTile * 16;

    /// <summary>Values from a point to the next; a line more than needed, so that a band's points do not fall into one set of the caches.</summary>
    public nint PointStride => (Panels * PanelStride) + 16;

    /// <summary>Sums of a band, [64 points][panel][input][16], then the bias, [panel][even and odd columns][16].</summary>
    public nint Length => (WinogradJob.Points * PointStride) + (Panels * BiasLength);

    /// <summary>Bands to do: a function of the shapes alone.</summary>
    public int Items => Math.Clamp(Runs, 1, WantedBands);

    /// <summary>Sums of a band.</summary>
    public float* Sums(int band) => (float*)_bands!.Of(band);

    /// <summary>Says where the tensors lie and where the bands' sums go, one place for each band.</summary>
    public void Bind(BlockedLayout layout, float* source, float* gradient, float* target, in ConvolutionEpilogue epilogue, WorkerScratch bands)
    {
        _layout = layout;
        _source = source;
        _gradient = gradient;
        _bands = bands;
        Convolution.Bind(layout, gradient, target, in epilogue, new Window(0, 0, layout.W, layout.H));
        bands.Require((nuint)Length * sizeof(float));
    }

    /// <inheritdoc/>
    public void Execute(int item, int worker)
    {
        int band = Convolution.Reversed ? Items - 1 - item : item;
        float* sums = Sums(band), bias = sums + (WinogradJob.Points * PointStride);
        int first = First(band), end = First(band + 1), run = Convolution.Run;
        NativeMemory.Clear(bias, (nuint)(Panels * BiasLength) * sizeof(float));
        for (int tile = first; tile < end; tile += run)
        {
            int count = Math.Min(run, end - tile);
            if (_onward)
            {
                Convolution.Convolve(tile, count, worker, bias);
            }
            else
            {
                Convolution.Transform(tile, count, worker, bias);
            }

            TransformSource(tile, count, worker);
            Accumulate(count, worker, sums, fresh: tile == first);
        }
    }

    // Whole runs: a band of fewer tiles would take longer to add than to compute, and a run of few leaves the processor waiting for sums and weights.
    private int Runs => Convolution.Tiles / WinogradJob.LargestRun;

    // First tile of a band; the last band ends with the tiles that make no whole run.
    private int First(int band) => band == Items ? Convolution.Tiles : (int)((long)Runs * band / Items) * WinogradJob.LargestRun;

    // The memory of the products, which have been stored: [64 points][tile][inputs].
    private void TransformSource(int first, int count, int worker)
    {
        float* half = Convolution.Halves(worker), to = Convolution.Products(worker);
        for (int t = 0; t < count; t++)
        {
            (int image, int y, int x) = Convolution.Place(first + t);
            float* pixels = _source + _layout.Offset(image, Blocks, 0) + (y * (nint)_layout.RowStride) + (x * 16);
            _kernels.TransformSource(pixels, _layout.RowStride, _layout.PlaneStride, Blocks, half, to + ((nint)t * Blocks * 16), Convolution.OutputStride);
        }
    }

    private void Accumulate(int count, int worker, float* sums, bool fresh)
    {
        // While the first half of the panels is summed the next point's x is fetched, and its dy with the second.
        int inputs = Blocks * 16, outputs = Panels * 16, half = (Panels + 1) / 2;
        nint second = half * PanelStride;
        float* x = Convolution.Products(worker), dy = Convolution.Transformed(worker);
        for (int point = 0; point < WinogradJob.Points; point++)
        {
            _kernels.Correlate(x, inputs, inputs, dy, outputs, 16, count, x + Convolution.OutputStride, sums, PanelStride, half, fresh);
            _kernels.Correlate(x, inputs, inputs, dy + (half * 16), outputs, 16, count, dy + Convolution.InputStride, sums + second, PanelStride, Panels - half, fresh);
            x += Convolution.OutputStride;
            dy += Convolution.InputStride;
            sums += PointStride;
        }
    }
}
