using System.Buffers;
using Cloudless.Imagery;

namespace Cloudless.Removal;

/// <summary>One run of the network over a few stacked images of one size, each no larger than a tile; its memory comes from the shared pool.</summary>
/// <remarks>Images are prepared and painted by several threads, an image by one of them; where there are fewer images than threads, a mask takes them all.</remarks>
internal sealed unsafe class StackBatch : IDisposable
{
    private const int Bands = Sentinel2Band.Count;

    private readonly CloudRemover _remover;
    private readonly TensorShape _shape;
    private readonly int _plane, _threads;
    private readonly float[] _weights, _input, _output;

    public StackBatch(CloudRemover remover, TensorShape shape)
    {
        (_remover, _shape, _plane, _threads) = (remover, shape, shape.H * shape.W, remover.Execution.ResolvedThreads);
        _weights = ArrayPool<float>.Shared.Rent(shape.N * _plane);
        _input = ArrayPool<float>.Shared.Rent(checked(shape.N * remover.InputChannels * _plane));
        _output = ArrayPool<float>.Shared.Rent(checked(shape.N * Bands * _plane));
    }

    /// <summary>Removes the clouds.</summary>
    /// <param name="stacks">[N,C,H,W] as <see cref="CloudRemover.RemoveStacks"/> takes them.</param>
    /// <param name="given">[N,H,W], or empty.</param>
    /// <param name="cloudFree">[N,13,H,W], overwritten.</param>
    public void Remove(ReadOnlySpan<float> stacks, ReadOnlySpan<float> given, Span<float> cloudFree)
    {
        fixed (float* source = stacks, share = given, target = cloudFree)
        {
            // Addresses as numbers: a lambda cannot keep a pointer's pin, but this call outlives it.
            nint from = (nint)source, by = (nint)share, to = (nint)target;
            bool[] touched = new bool[_shape.N];
            ForEach(_shape.N, (i, threads) =>
            {
                ReadOnlySpan<float> own = by == 0 ? default : new ReadOnlySpan<float>((float*)by + (i * _plane), _plane);
                _remover.Weigh(Optical(from, i), own, new ImageSize(_shape.H, _shape.W), Weight(i), threads);
                touched[i] = Weight(i).ContainsAnyExcept(0f);
            });
            int[] images = [.. Enumerable.Range(0, _shape.N).Where(i => touched[i])];
            if (images.Length > 0)
            {
                ForEach(images.Length, (k, threads) => FillInput(from, images[k], k, threads));
                Compute(images.Length);
            }

            ForEach(_shape.N, (i, _) =>
            {
                var result = new Span<float>((float*)to + (i * Bands * _plane), Bands * _plane);
                int k = Array.IndexOf(images, i);
                if (k < 0)
                {
                    Optical(from, i).CopyTo(result);
                    return;
                }

                for (int c = 0; c < Bands; c++)
                {
                    ReadOnlySpan<float> predicted = _output.AsSpan(((k * Bands) + c) * _plane, _plane);
                    PixelBlend.Blend(Weight(i), predicted, Optical(from, i).Slice(c * _plane, _plane), result.Slice(c * _plane, _plane));
                }
            });
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(_weights);
        ArrayPool<float>.Shared.Return(_input);
        ArrayPool<float>.Shared.Return(_output);
    }

    private void FillInput(nint stacks, int image, int k, int threads)
    {
        int channels = _remover.InputChannels;
        Span<float> input = _input.AsSpan(k * channels * _plane, channels * _plane);
        var stack = new ReadOnlySpan<float>((float*)stacks + (image * _shape.C * _plane), _shape.C * _plane);
        stack[..Math.Min(stack.Length, input.Length)].CopyTo(input);
        if (stack.Length < input.Length)
        {
            _remover.FillSar(input[stack.Length..]);
        }

        _remover.FillPrior(stack, new ImageSize(_shape.H, _shape.W), Weight(image), input, threads);
    }

    private void Compute(int images)
    {
        int channels = _remover.InputChannels;
        Span<float> input = _input.AsSpan(0, images * channels * _plane), output = _output.AsSpan(0, images * Bands * _plane);
        _remover.Run(input, new TensorShape(images, channels, _shape.H, _shape.W), output);
    }

    private void ForEach(int items, Action<int, int> work)
    {
        int inner = items < _threads ? _threads : 1;
        Workers.ForEach(items, inner == 1 ? _threads : 1, item => work(item, inner));
    }

    private ReadOnlySpan<float> Optical(nint stacks, int image) => new((float*)stacks + (image * _shape.C * _plane), Bands * _plane);

    private Span<float> Weight(int image) => _weights.AsSpan(image * _plane, _plane);
}
