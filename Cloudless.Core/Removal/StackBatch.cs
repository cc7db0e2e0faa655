using System.Buffers;
using Cloudless.Imagery;

namespace Cloudless.Removal;

/// <summary>One run of the network over a few stacked images of one size, each no larger than a tile; its memory comes from the shared pool.</summary>
/// <remarks>
/// Images are prepared and painted by several threads, an image by one of them; where there are fewer images than threads, a mask takes them all. The network reads the caller's
/// stacks and writes the caller's images where nothing has to change in between.
/// </remarks>
internal sealed unsafe class StackBatch : IDisposable
{
    private const int Bands = Sentinel2Band.Count;

    private readonly CloudRemover _remover;
    private readonly TensorShape _shape;
    private readonly int _plane, _threads;
    private readonly float[] _weights;
    private float[] _input = [], _output = [];

    public StackBatch(CloudRemover remover, TensorShape shape)
    {
        (_remover, _shape, _plane, _threads) = (remover, shape, shape.H * shape.W, remover.Execution.ResolvedThreads);
        _weights = ArrayPool<float>.Shared.Rent(shape.N * _plane);
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
            nint from = (nint)source, to = (nint)target;
            int[] images = Weigh(from, (nint)share);
            if (images.Length == 0)
            {
                ForEach(_shape.N, (i, _) => Optical(from, i).CopyTo(Result(to, i)));
                return;
            }

            ReadOnlySpan<float> input = images.Length == _shape.N && _remover.TakesAsItIs(_shape.C) ? stacks : Prepare(from, images);
            if (images.Length == _shape.N && !_weights.AsSpan(0, _shape.N * _plane).ContainsAnyExcept(1f))
            {
                Compute(input, images.Length, cloudFree);
                return;
            }

            _output = ArrayPool<float>.Shared.Rent(checked(images.Length * Bands * _plane));
            Compute(input, images.Length, _output.AsSpan(0, images.Length * Bands * _plane));
            ForEach(_shape.N, (i, _) => Paint(from, to, i, Array.IndexOf(images, i)));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(_weights);
        ArrayPool<float>.Shared.Return(_input);
        ArrayPool<float>.Shared.Return(_output);
    }

    // The images in which there is something to repaint.
    private int[] Weigh(nint stacks, nint given)
    {
        bool[] touched = new bool[_shape.N];
        ForEach(_shape.N, (i, threads) =>
        {
            ReadOnlySpan<float> own = given == 0 ? default : new ReadOnlySpan<float>((float*)given + (i * _plane), _plane);
            _remover.Weigh(Optical(stacks, i), own, new ImageSize(_shape.H, _shape.W), Weight(i), threads);
            touched[i] = Weight(i).ContainsAnyExcept(0f);
        });
        return [.. Enumerable.Range(0, _shape.N).Where(i => touched[i])];
    }

    // What the network sees of these images.
    private ReadOnlySpan<float> Prepare(nint stacks, int[] images)
    {
        int length = checked(_remover.InputChannels * _plane);
        _input = ArrayPool<float>.Shared.Rent(checked(images.Length * length));
        ForEach(images.Length, (k, threads) =>
        {
            Span<float> input = _input.AsSpan(k * length, length);
            var stack = new ReadOnlySpan<float>((float*)stacks + (images[k] * _shape.C * _plane), _shape.C * _plane);
            stack[..Math.Min(stack.Length, length)].CopyTo(input);
            if (stack.Length < length)
            {
                _remover.FillSar(input[stack.Length..]);
            }

            _remover.FillPrior(stack, new ImageSize(_shape.H, _shape.W), Weight(images[k]), input, threads);
        });
        return _input.AsSpan(0, images.Length * length);
    }

    private void Compute(ReadOnlySpan<float> input, int images, Span<float> output) =>
        _remover.Run(input, new TensorShape(images, _remover.InputChannels, _shape.H, _shape.W), output);

    private void Paint(nint stacks, nint cloudFree, int image, int place)
    {
        ReadOnlySpan<float> optical = Optical(stacks, image);
        Span<float> result = Result(cloudFree, image);
        if (place < 0)
        {
            optical.CopyTo(result);
            return;
        }

        for (int c = 0; c < Bands; c++)
        {
            ReadOnlySpan<float> predicted = _output.AsSpan(((place * Bands) + c) * _plane, _plane);
            PixelBlend.Blend(Weight(image), predicted, optical.Slice(c * _plane, _plane), result.Slice(c * _plane, _plane));
        }
    }

    private void ForEach(int items, Action<int, int> work)
    {
        int inner = items < _threads ? _threads : 1;
        Workers.ForEach(items, inner == 1 ? _threads : 1, item => work(item, inner));
    }

    private ReadOnlySpan<float> Optical(nint stacks, int image) => new((float*)stacks + (image * _shape.C * _plane), Bands * _plane);

    private Span<float> Result(nint cloudFree, int image) => new((float*)cloudFree + (image * Bands * _plane), Bands * _plane);

    private Span<float> Weight(int image) => _weights.AsSpan(image * _plane, _plane);
}
