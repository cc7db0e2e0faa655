using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cloudless.Inference.Cpu;

/// <summary>Instruction sets that the engine has kernels for.</summary>
internal enum KernelSet
{
    /// <summary>128-bit vectors, any machine (NEON on Arm).</summary>
    Portable,

    /// <summary>AVX2 and FMA.</summary>
    Avx2,

    /// <summary>AVX-512.</summary>
    Avx512,
}

/// <summary>
/// The micro-kernels of blocked matrix products. Each value is made by the same fused multiply-adds in the same order, one chain in the order of k or, in Winograd's
/// domain, chains of <see cref="Chunk"/>, whatever the instruction set, the register tile and the thread: all kernels give the same bits.
/// </summary>
internal abstract unsafe class ConvolutionKernels
{
    /// <summary>Room for tile tails: no kernel takes more pixels, or a number that does not divide 24.</summary>
    public const int LargestTile = 24;

    /// <summary>Which instruction set this is.</summary>
    public abstract KernelSet Set { get; }

    /// <summary>Pixels (forward) or taps (weight gradient) in a register tile; divides <see cref="LargestTile"/>.</summary>
    public abstract int Tile { get; }

    /// <summary>Panels of 16 output channels in a register tile when so many are left.</summary>
    public abstract int Panels { get; }

    /// <summary>
    /// acc[panel][pixel][16] += sum over block, ky and i of x[block][pixel + ky * row + i] * w[panel][k][16], k counting in that order.
    /// </summary>
    /// <param name="x">First tap of the pixel at offset 0.</param>
    /// <param name="pixels"><see cref="Tile"/> offsets of pixels in values.</param>
    /// <param name="shape">What is summed over.</param>
    /// <param name="w">Weights, [panel][k][16].</param>
    /// <param name="acc">Sums so far, [panel][pixel][16].</param>
    /// <param name="panels">1 .. <see cref="Panels"/>.</param>
    public abstract void Convolve(float* x, int* pixels, in TapShape shape, float* w, float* acc, int panels);

    /// <summary>
    /// acc[panel][tap][16] += sum over pixels of dy[panel][pixel][16] * x[pixel][tap], pixels counting up. In Winograd's domain
    /// tiles are the pixels and channels the taps.
    /// </summary>
    /// <param name="x">The first tap at the first pixel.</param>
    /// <param name="xStep">Values from a pixel of <paramref name="x"/> to the next.</param>
    /// <param name="taps">How many taps; sums and taps have room for a whole number of <see cref="Tile"/>s.</param>
    /// <param name="dy">Gradient at the first pixel.</param>
    /// <param name="dyStep">Values from a pixel of <paramref name="dy"/> to the next.</param>
    /// <param name="dyStride">Values from a panel of <paramref name="dy"/> to the next.</param>
    /// <param name="pixels">How many pixels.</param>
    /// <param name="soon">Memory that is read soon after: fetched ahead, a line for every four pixels of a tile of taps, where a kernel does so.</param>
    /// <param name="acc">Sums so far.</param>
    /// <param name="accStride">Values from a panel of <paramref name="acc"/> to the next.</param>
    /// <param name="panels">Panels of 16 outputs, any number.</param>
    /// <param name="fresh">Whether the sums begin at zero, whatever is there.</param>
    public abstract void Correlate(float* x, nint xStep, int taps, float* dy, nint dyStep, nint dyStride, int pixels, float* soon, float* acc, nint accStride, int panels, bool fresh);

    /// <summary>
    /// Products summed in one chain. The rounding of long chains is most of the error of a Winograd convolution: with 256 channels, chains of 64 halve it.
    /// </summary>
    protected const int Chunk = 64;

    /// <summary>Tiles of Winograd's domain in a register tile; divides <see cref="LargestTile"/>.</summary>
    public abstract int ProductTile { get; }

    /// <summary>
    /// m[panel][tile][16] = sum over i of v[tile][i] * u[panel][i][16] for <see cref="ProductTile"/> tiles; i counts up in chunks of <see cref="Chunk"/> whose
    /// sums are added up in order.
    /// </summary>
    /// <param name="v">First tile's values.</param>
    /// <param name="vStride">Values from a tile to the next.</param>
    /// <param name="u">Weights, [panel][i][16].</param>
    /// <param name="uStride">Values from a panel of weights to the next.</param>
    /// <param name="soon">Weights wanted soon, a line for every four of <paramref name="count"/>; fetched ahead by the AVX2 kernel, the others leave that to the machine.</param>
    /// <param name="count">Values of a tile, a multiple of 16.</param>
    /// <param name="m">Receives the products.</param>
    /// <param name="mStride">Values from a panel of products to the next.</param>
    /// <param name="panels">1 .. <see cref="Panels"/>.</param>
    public abstract void Multiply(float* v, nint vStride, float* u, nint uStride, float* soon, int count, float* m, nint mStride, int panels);

    /// <summary>Brings 8x8 pixels of 16 channels into Winograd's domain: <see cref="WinogradTransforms{TLanes}.Input"/>.</summary>
    public abstract void TransformInput(float* pixels, nint rowStride, float* half, float* v, nint stride);

    /// <summary>Brings 6x6 pixels of all channels into Winograd's domain for the gradient of weights: <see cref="WinogradAdjoint{TLanes}.Output"/>.</summary>
    public abstract void TransformSource(float* pixels, nint rowStride, nint blockStride, int blocks, float* half, float* v, nint stride);

    /// <summary>Brings a tile of 16 channels back and stores it: <see cref="WinogradOutput{TLanes}.Store"/>.</summary>
    public abstract void TransformOutput(float* m, nint stride, float* half, float* bias, in WinogradTarget target, in ConvolutionEpilogue epilogue);

    /// <summary>The best set of this machine.</summary>
    public static KernelSet Best =>
        Vector512.IsHardwareAccelerated && Avx512F.IsSupported ? KernelSet.Avx512
        : Avx2.IsSupported && Fma.IsSupported ? KernelSet.Avx2
        : KernelSet.Portable;

    /// <summary>The kernels of a set; sets beyond the machine's are there for tests and run in software, but for AVX2.</summary>
    public static ConvolutionKernels For(KernelSet set) => set switch
    {
        KernelSet.Avx512 => new Avx512Kernels(),
        KernelSet.Avx2 => new Avx2Kernels(),
        _ => new PortableKernels(),
    };
}

/// <summary>What a convolution kernel sums over: <see cref="Blocks"/> channel blocks, <see cref="Rows"/> kernel rows, <see cref="Run"/> values in each.</summary>
/// <param name="Blocks">Channel blocks.</param>
/// <param name="BlockStride">Values from a block to the next.</param>
/// <param name="Rows">K.</param>
/// <param name="RowStride">Values from a row of pixels to the next.</param>
/// <param name="Run">16 K: the taps of a kernel row lie side by side.</param>
/// <param name="WeightStride">Values from a panel of weights to the next.</param>
/// <param name="AccStride">Values from a panel of sums to the next.</param>
internal readonly record struct TapShape(
    int Blocks, nint BlockStride, int Rows, nint RowStride, int Run, nint WeightStride, nint AccStride);
