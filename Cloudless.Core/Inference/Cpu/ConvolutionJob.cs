using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Cloudless.Imagery;

namespace Cloudless.Inference.Cpu;

/// <summary>
/// One convolution over a batch as a blocked matrix product without a matrix of patches: the kernels read the taps of each pixel where they
/// lie in the padded image. An item is a run of pixels of one image with all its output channels.
/// </summary>
internal sealed unsafe class ConvolutionJob : IConvolutionJob
{
    // 96 pixels of 256 channels and their sums stay in a second-level cache of 1 MB; 96 is a multiple of every tile.
    private const int RunPixels = 96;

    // Weights of a panel are passed over in pieces that stay in a first-level cache of 32 KB beside the pixels.
    private const int CachedWeights = 18 * 1024 / sizeof(float);
    private const int Pixels = RunPixels + ConvolutionKernels.LargestTile;

    private readonly ConvolutionKernels _kernels;
    private readonly WorkerScratch _scratch;
    private readonly PackedWeights _weights;
    private readonly int _inputBlocks;
    private readonly int _panels;
    private readonly int _chunk;
    private readonly int _group;
    private BlockedLayout _layout;
    private float* _source;
    private float* _destination;
    private ConvolutionEpilogue _epilogue;

    public ConvolutionJob(ConvolutionKernels kernels, WorkerScratch scratch, PackedWeights weights)
    {
        (_kernels, _scratch, _weights) = (kernels, scratch, weights);
        _inputBlocks = BlockedLayout.Blocks(weights.Inputs);
        _panels = BlockedLayout.Blocks(weights.Outputs);
        _chunk = Math.Clamp(CachedWeights / (weights.BlockStride * kernels.Panels), 1, _inputBlocks);
        _group = _chunk == _inputBlocks ? kernels.Panels : _panels;
    }

    /// <summary>Runs of pixels to do.</summary>
    public int Items => checked(_layout.N * RunsPerImage);

    private int RunsPerImage => (int)((((long)_layout.H * _layout.W) + RunPixels - 1) / RunPixels);

    /// <inheritdoc/>
    public void Bind(BlockedLayout layout, float* source, float* destination, in ConvolutionEpilogue epilogue, Window region)
    {
        _layout = layout;
        _source = source;
        _destination = destination;
        _epilogue = epilogue;
        _scratch.Require((nuint)((Pixels * sizeof(int)) + ((nint)_group * Pixels * 16 * sizeof(float))));
    }

    /// <inheritdoc/>
    public void Execute(int item, int worker)
    {
        int image = item / RunsPerImage, first = item % RunsPerImage * RunPixels;
        int count = Math.Min(RunPixels, (_layout.H * _layout.W) - first);
        float* acc = (float*)_scratch.Of(worker);
        int* pixels = (int*)(acc + ((nint)_group * Pixels * 16));
        FillOffsets(pixels, first, count);

        int tile = _kernels.Tile, kernel = _weights.Kernel, padded = (count + tile - 1) / tile * tile;
        const int AccStride = Pixels * 16;
        float* source = _source + _layout.Offset(image, _inputBlocks, 0) - (kernel / 2 * (_layout.RowStride + BlockedLayout.Block));
        for (int g = 0; g < _panels; g += _group)
        {
            int group = Math.Min(_group, _panels - g);
            for (int p = 0; p < group; p++)
            {
                FillBias(acc + (p * AccStride), _weights.Bias + ((g + p) * 16), padded);
            }

            for (int block = 0; block < _inputBlocks; block += _chunk)
            {
                int blocks = Math.Min(_chunk, _inputBlocks - block);
                var shape = new TapShape(
                    blocks, _layout.PlaneStride, kernel, _layout.RowStride, kernel * BlockedLayout.Block, _weights.PanelStride, AccStride);
                float* from = source + ((nint)block * _layout.PlaneStride);
                for (int p = 0; p < group; p += _kernels.Panels)
                {
                    float* weights = _weights.Pointer + ((nint)(g + p) * _weights.PanelStride) + ((nint)block * _weights.BlockStride);
                    int panels = Math.Min(_kernels.Panels, group - p);
                    for (int t = 0; t < padded; t += tile)
                    {
                        _kernels.Convolve(from, pixels + t, in shape, weights, acc + (p * AccStride) + (t * 16), panels);
                    }
                }
            }

            for (int p = 0; p < group; p++)
            {
                _epilogue.Store(acc + (p * AccStride), pixels, count, _destination, _layout.Offset(image, _panels, g + p));
            }
        }
    }

    // Tiles that reach past the last pixel repeat it: their sums are thrown away.
    private void FillOffsets(int* pixels, int first, int count)
    {
        int y = first / _layout.W, x = first % _layout.W, offset = (y * _layout.RowStride) + (x * BlockedLayout.Block);
        for (int i = 0; i < count; i++)
        {
            pixels[i] = offset;
            offset += BlockedLayout.Block;
            if (++x == _layout.W)
            {
                x = 0;
                offset = ++y * _layout.RowStride;
            }
        }

        new Span<int>(pixels + count, ConvolutionKernels.LargestTile).Fill(pixels[count - 1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillBias(float* acc, float* bias, int pixels)
    {
        Vector256<float> low = Vector256.Load(bias), high = Vector256.Load(bias + 8);
        for (int i = 0; i < pixels; i++)
        {
            low.Store(acc + (16 * i));
            high.Store(acc + (16 * i) + 8);
        }
    }
}
