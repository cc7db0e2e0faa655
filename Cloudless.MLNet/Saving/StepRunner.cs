using System.Collections.Concurrent;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.MLNet.Binding;
using Cloudless.MLNet.Kernels;
using Microsoft.ML.Data;

namespace Cloudless.MLNet.Saving;

/// <summary>Computes in a loaded step: makes its transformer out of the settings that come with the first row, and runs its kernel row by row.</summary>
/// <remarks>
/// Thread-safe: ML.NET may go through the rows with several threads. ML.NET disposes no custom mapping, so the native memory goes when nobody holds the loaded pipeline any more.
/// </remarks>
internal sealed class StepRunner
{
    // Whoever runs a finalizer may find what it refers to finalized already: steps are held here, so that theirs run after their disposal.
    private static readonly ConcurrentDictionary<IImageStep, byte> Held = new();

    private readonly Lock _gate = new();
    private Loaded? _loaded;

    ~StepRunner()
    {
        if (_loaded is { } loaded)
        {
            Held.TryRemove(loaded.Step, out _);
            loaded.Step.Dispose();
        }
    }

    /// <summary>How many steps hold native memory.</summary>
    public static int HeldSteps => Held.Count;

    /// <summary>Computes one row.</summary>
    public void Run(OneImage source, StepOutput output) => Run(source, default, output);

    /// <summary>Computes one row.</summary>
    public void Run(TwoImages source, StepOutput output) => Run(source, source.Second, output);

    private void Run(OneImage source, in VBuffer<float> second, StepOutput output)
    {
        IImageStep step = StepOf(source.Texts.GetValues());
        VBuffer<float> firstDense = default, secondDense = default, image = output.Image;
        ReadOnlySpan<float> first = Dense(source.First, ref firstDense);
        ImageSize size = SizeOf(step, first.Length, source.Height, source.Width);
        ReadOnlySpan<float> other = step.Kernel.Inputs.Count > 1 ? Dense(second, ref secondDense) : default;
        if (step.Kernel.Inputs.Count > 1)
        {
            Require(step.Kernel.Inputs[1], other.Length, size);
        }

        VBufferEditor<float> editor = VBufferEditor.Create(ref image, checked((int)(step.Kernel.OutputChannels * size.Pixels)));
        step.Kernel.Run(new ImageBatch(first, other, 1, size, row: -1), editor.Values);
        output.Image = editor.Commit();
        GC.KeepAlive(this);
    }

    private IImageStep StepOf(ReadOnlySpan<ReadOnlyMemory<char>> texts)
    {
        lock (_gate)
        {
            // The texts come out of the pipeline's table, so they are the same memory in every row.
            if (_loaded is null || texts.Length == 0 || !_loaded.Settings.Equals(texts[0]))
            {
                IImageStep step = _loaded is { } other && texts.Length > 0 && other.Settings.Span.SequenceEqual(texts[0].Span)
                    ? other.Step
                    : Load(texts);
                _loaded = new Loaded(texts[0], step);
            }

            return _loaded.Step;
        }
    }

    private IImageStep Load(ReadOnlySpan<ReadOnlyMemory<char>> texts)
    {
        if (_loaded is not null)
        {
            throw SavedStep.Unusable("its settings change from row to row");
        }

        IImageStep step = SavedStep.Parse(texts).ToTransformer(new ExecutionOptions());
        Held.TryAdd(step, 0);
        return step;
    }

    private static ImageSize SizeOf(IImageStep step, int length, int height, int width)
    {
        ImageInput input = step.Kernel.Inputs[0];
        if (step.Size is null && (height < 1 || width < 1))
        {
            throw new RasterMismatchException($"A row has images of height {height} and width {width}; expected the size of the images in column '{input.Name}' in pixels, at least 1.");
        }

        ImageSize size = step.Size ?? new ImageSize(height, width);
        Require(input, length, size);
        return size;
    }

    private static void Require(ImageInput input, int length, ImageSize size)
    {
        if (!input.Channels.Contains(size.ChannelsIn(length)))
        {
            throw new RasterMismatchException(
                $"Column '{input.Name}' of a row holds {length} values; expected {string.Join(" or ", input.Channels.Select(c => c * size.Pixels))}: {string.Join(" or ", input.Channels)} planes of "
                + $"{size} pixels. A loaded pipeline knows only the size that it was fitted to; mlContext.Model.Restore gives transformers that take the size from the data.");
        }
    }

    private static ReadOnlySpan<float> Dense(in VBuffer<float> values, ref VBuffer<float> dense)
    {
        if (values.IsDense)
        {
            return values.GetValues();
        }

        values.CopyToDense(ref dense);
        return dense.GetValues();
    }

    private sealed record Loaded(ReadOnlyMemory<char> Settings, IImageStep Step);
}
