using BenchmarkDotNet.Attributes;
using Cloudless.Inference.Cpu;

namespace Cloudless.Benchmarks.Micro;

/// <summary>The three kernels of a Winograd convolution on the machine's best instruction set, over a run of 24 tiles as the engine takes it.</summary>
public unsafe class WinogradKernelBenchmarks
{
    private const int Tiles = 24, Row = 134 * 16;

    private ConvolutionKernels _kernels = ConvolutionKernels.For(ConvolutionKernels.Best);
    private float* _pixels, _half, _v, _u, _m, _result;

    /// <summary>Channels taken and made.</summary>
    [Params(64, 256)]
    public int Channels { get; set; }

    private nint Stride => (Tiles * Channels) + 16;

    /// <summary>Ones everywhere: no kernel's time depends on the values.</summary>
    [GlobalSetup]
    public void Allocate()
    {
        _pixels = Ones(8 * Row);
        _half = Ones(64 * 16);
        _v = Ones(64 * Stride);
        _u = Ones(64 * (nint)Channels * 16);
        _m = Ones(64 * Stride);
        _result = Ones(6 * Row);
    }

    /// <summary>Gives the memory back.</summary>
    [GlobalCleanup]
    public void Free()
    {
        foreach (nint memory in new[] { (nint)_pixels, (nint)_half, (nint)_v, (nint)_u, (nint)_m, (nint)_result })
        {
            AlignedMemory.Free((void*)memory);
        }
    }

    /// <summary>All pixels of the run into Winograd's domain.</summary>
    [Benchmark]
    public void TransformInput()
    {
        for (int block = 0; block < Channels / 16; block++)
        {
            for (int t = 0; t < Tiles; t++)
            {
                _kernels.TransformInput(_pixels + (t % 21 * 96), Row, _half, _v + ((nint)t * Channels) + (block * 16), Stride);
            }
        }
    }

    /// <summary>One of the 64 matrix products for as many output channels as the kernel takes at once: 16, on AVX-512 32.</summary>
    [Benchmark]
    public void Multiply()
    {
        nint weights = (nint)Channels * 16, products = Tiles * 16;
        for (int t = 0; t < Tiles; t += _kernels.ProductTile)
        {
            _kernels.Multiply(_v + ((nint)t * Channels), Channels, _u, weights, _u, Channels, _m + (t * 16), products, _kernels.Panels);
        }
    }

    /// <summary>The run's products of 16 output channels back to pixels, with bias and ReLU.</summary>
    [Benchmark]
    public void TransformOutput()
    {
        var target = new WinogradTarget { Destination = _result, RowStride = Row, Rows = 6, Columns = 6 };
        var epilogue = new ConvolutionEpilogue { Factor = 1, Relu = true };
        for (int t = 0; t < Tiles; t++)
        {
            target.At = t % 21 * 96;
            _kernels.TransformOutput(_m + (t * 16), Stride, _half, _u, in target, in epilogue);
        }
    }

    private static float* Ones(nint length)
    {
        float* memory = (float*)AlignedMemory.Allocate((nuint)length * sizeof(float));
        for (nint i = 0; i < length; i++)
        {
            memory[i] = 1;
        }

        return memory;
    }
}
