using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Cloudless.Imagery;

namespace Cloudless.Inference.Cpu;

/// <summary>
/// A 3x3 convolution over a batch by Winograd's F(6x6, 3x3). An item is a run of tiles of 6x6 pixels with all their output channels: transformed,
/// multiplied point by point as matrices [tiles, inputs] x [inputs, outputs], transformed back.
/// </summary>
internal sealed unsafe class WinogradJob : IConvolutionJob
{
    /// <summary>Side of a tile of results.</summary>
    public const int TileSide = 6;

    /// <summary>Points of Winograd's domain.</summary>
    public const int Points = 64;

    /// <summary>Sums that <see cref="Transform"/> adds up for a block of 16 channels: of even and of odd columns.</summary>
    public const int SumsLength = 32;

    /// <summary>The most tiles of a run: so many of 64 channels and their products stay in a second-level cache of 1 MB, and so many use what is fetched of the weights meanwhile.</summary>
    public const int LargestRun = 24;

    /// <summary>Values that the halves of transforms need; those for the gradient of weights are the most.</summary>
    public const int HalfLength = WinogradAdjoint<Lanes4>.HalfLength;

    private readonly ConvolutionKernels _kernels;
    private readonly WorkerScratch _scratch;
    private BlockedLayout _layout;
    private int _run;
    private int _tilesX;
    private int _tilesY;
    private int _firstX;
    private int _firstY;
    private float* _source;
    private float* _destination;
    private ConvolutionEpilogue _epilogue;

    public WinogradJob(ConvolutionKernels kernels, WorkerScratch scratch, WinogradWeights weights) =>
        (_kernels, _scratch, Weights) = (kernels, scratch, weights);

    /// <summary>The weights.</summary>
    public WinogradWeights Weights { get; }

    /// <summary>Runs of tiles to do.</summary>
    public int Items => (Tiles + _run - 1) / _run;

    /// <summary>Tiles in all, image after image.</summary>
    public int Tiles => checked(_layout.N * _tilesX * _tilesY);

    /// <summary>Tiles that a worker's memory has room for; depends on the number of workers.</summary>
    public int Run => _run;

    /// <summary>Values from a point to the next: a cache line more than the tiles need, so that the points of a tile do not fall into one set of the caches.</summary>
    public nint InputStride => ((nint)_run * Weights.Channels) + 16;

    /// <summary>Values of products from a point to the next.</summary>
    public nint OutputStride => ((nint)_run * Weights.Panels * 16) + 16;

    /// <inheritdoc/>
    public void Bind(BlockedLayout layout, float* source, float* destination, in ConvolutionEpilogue epilogue, Window region)
    {
        _layout = layout;
        (_firstX, _firstY) = (region.Column, region.Row);
        _tilesX = (region.Width + TileSide - 1) / TileSide;
        _tilesY = (region.Height + TileSide - 1) / TileSide;

        // Shorter runs where many workers would find too few; no result depends on it.
        _run = Math.Clamp(Tiles / (4 * _scratch.Workers) / 12 * 12, 12, LargestRun);
        _source = source;
        _destination = destination;
        _epilogue = epilogue;
        _scratch.Require((nuint)(HalfLength + (Points * (InputStride + OutputStride))) * sizeof(float));
    }

    /// <summary>Whether the last run comes first, so that a layer begins where the one before ended, with what the cache still holds.</summary>
    public bool Reversed { get; init; }

    /// <inheritdoc/>
    public void Execute(int item, int worker)
    {
        int run = Reversed ? Items - 1 - item : item;
        Convolve(run * _run, Math.Min(_run, Tiles - (run * _run)), worker);
    }

    /// <summary>Does some tiles, at most a <see cref="Run"/>; sums as for <see cref="Transform"/>.</summary>
    public void Convolve(int first, int count, int worker, float* sums = null)
    {
        Transform(first, count, worker, sums);
        Multiply(Transformed(worker), Products(worker), count);
        TransformOutput(first, count, Halves(worker), Products(worker));
    }

    /// <summary>Brings the pixels that some tiles take into Winograd's domain, and does no more.</summary>
    /// <param name="first">First tile.</param>
    /// <param name="count">Tiles, at most a <see cref="Run"/>.</param>
    /// <param name="worker">Who does it.</param>
    /// <param name="sums">Where the tiles' own pixels are added up while they are in the cache, <see cref="SumsLength"/> for each block; null where nobody asks.</param>
    public void Transform(int first, int count, int worker, float* sums = null) =>
        TransformInput(first, count, Halves(worker), Transformed(worker), sums);

    /// <summary>A worker's room for the halves of a transform.</summary>
    public float* Halves(int worker) => (float*)_scratch.Of(worker);

    /// <summary>What a worker transformed last: [64 points][tiles][inputs], points <see cref="InputStride"/> apart.</summary>
    public float* Transformed(int worker) => Halves(worker) + HalfLength;

    /// <summary>A worker's products, points <see cref="OutputStride"/> apart: of no use any more when <see cref="Convolve"/> is done.</summary>
    public float* Products(int worker) => Transformed(worker) + (Points * InputStride);

    /// <summary>Image and first pixel of a tile.</summary>
    public (int Image, int Y, int X) Place(int tile)
    {
        int row = tile / _tilesX;
        return (row / _tilesY, _firstY + (row % _tilesY * TileSide), _firstX + (tile % _tilesX * TileSide));
    }

    // Block after block, so that neighboring tiles are read as streams along the rows.
    private void TransformInput(int first, int count, float* half, float* v, float* sums)
    {
        int blocks = Weights.Channels / 16;
        for (int block = 0; block < blocks; block++)
        {
            for (int t = 0; t < count; t++)
            {
                (int image, int y, int x) = Place(first + t);
                float* pixels = _source + _layout.Offset(image, blocks, block) + ((y - 1) * (nint)_layout.RowStride) + ((x - 1) * 16);
                _kernels.TransformInput(pixels, _layout.RowStride, half, v + ((nint)t * Weights.Channels) + (block * 16), InputStride);
                if (sums != null)
                {
                    AddPixels(pixels + _layout.RowStride + 16, _layout.RowStride, sums + (block * SumsLength));
                }
            }
        }
    }

    // Even and odd columns in chains of their own, which hide the time that an addition takes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddPixels(float* pixels, nint rowStride, float* sums)
    {
        Vector256<float> evenLow = Vector256.Load(sums), evenHigh = Vector256.Load(sums + 8);
        Vector256<float> oddLow = Vector256.Load(sums + 16), oddHigh = Vector256.Load(sums + 24);
        for (int y = 0; y < TileSide; y++)
        {
            for (nint i = 0; i < TileSide * 16; i += 32)
            {
                evenLow += Vector256.Load(pixels + i);
                evenHigh += Vector256.Load(pixels + i + 8);
                oddLow += Vector256.Load(pixels + i + 16);
                oddHigh += Vector256.Load(pixels + i + 24);
            }

            pixels += rowStride;
        }

        evenLow.Store(sums);
        evenHigh.Store(sums + 8);
        oddLow.Store(sums + 16);
        oddHigh.Store(sums + 24);
    }

    private void Multiply(float* v, float* m, int count)
    {
        int channels = Weights.Channels;
        nint panelLength = (nint)channels * 16;
        float* u = Weights.Pointer;
        for (int point = 0; point < Points; point++)
        {
            for (int panel = 0; panel < Weights.Panels; panel += _kernels.Panels)
            {
                int panels = Math.Min(_kernels.Panels, Weights.Panels - panel);
                float* to = m + ((nint)panel * _run * 16);
                float* next = u + (panels * panelLength), soon = next;
                for (int t = 0; t < count; t += _kernels.ProductTile)
                {
                    _kernels.Multiply(v + ((nint)t * channels), channels, u, panelLength, soon, channels, to + (t * 16), (nint)_run * 16, panels);
                    soon += panelLength / 4;
                }

                u = next;
            }

            v += InputStride;
            m += OutputStride;
        }
    }

    private void TransformOutput(int first, int count, float* half, float* m)
    {
        var target = new WinogradTarget { Destination = _destination, RowStride = _layout.RowStride };
        for (int panel = 0; panel < Weights.Panels; panel++)
        {
            for (int t = 0; t < count; t++)
            {
                (int image, int y, int x) = Place(first + t);
                target.Rows = Math.Min(TileSide, _layout.H - y);
                target.Columns = Math.Min(TileSide, _layout.W - x);
                target.At = _layout.Offset(image, Weights.Panels, panel) + (y * (nint)_layout.RowStride) + (x * 16);
                _kernels.TransformOutput(m + (((nint)panel * _run) + t) * 16, OutputStride, half, Weights.Bias + (panel * 16), in target, in _epilogue);
            }
        }
    }
}
