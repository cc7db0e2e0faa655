using Cloudless.Imagery;
using Cloudless.Networks.Onnx;

namespace Cloudless.Inference.OnnxRuntime;

/// <summary>Runs a model of series with ONNX Runtime.</summary>
/// <remarks>Computes on the caller's memory without copying it. <see cref="Run"/> is safe from several threads at once. With one thread, the same input gives the same bits.</remarks>
public sealed class SeriesEngine : IDisposable
{
    private readonly OnnxNetwork _network;
    private readonly SeriesModel _model;

    /// <summary>Loads a model into ONNX Runtime.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">Threads are taken from here; <see cref="EngineKind.Cuda"/> takes the first NVIDIA GPU, every other engine the CPU: our own does not know series.</param>
    /// <exception cref="CloudlessException">ONNX Runtime's native library or CUDA is missing, or ONNX Runtime refuses the model.</exception>
    public SeriesEngine(SeriesModel model, ExecutionOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        _model = model;
        _network = new OnnxNetwork(model.Bytes, model.Source, options);
    }

    /// <summary>Runs the network.</summary>
    /// <param name="input">[T,C,H,W], contiguous, the date farthest from the day wanted first and the nearest last; DN and dB as the model contract says. No NaN.</param>
    /// <param name="shape">Shape of <paramref name="input"/>: N counts the dates.</param>
    /// <param name="output">[13,H,W], overwritten; DN. Must not overlap the input.</param>
    /// <exception cref="ArgumentException">A span's length or the channel count does not fit the shape, or the model was not trained for so many dates.</exception>
    /// <exception cref="CloudlessException">ONNX Runtime fails, e.g. for want of memory.</exception>
    public void Run(ReadOnlySpan<float> input, TensorShape shape, Span<float> output)
    {
        ModelCard card = _model.Card;
        SeriesCard dates = card.Series!;
        if (shape.C != card.Channels.Count || shape.N < dates.LeastDates || shape.N > dates.MostDates || Math.Min(shape.H, shape.W) < 1)
        {
            throw new ArgumentException(
                $"The series {shape} was given; {_model.Source} takes {dates.LeastDates} to {dates.MostDates} dates of {card.Channels.Count} channels.", nameof(shape));
        }

        _network.Run(input, [1, shape.N, shape.C, shape.H, shape.W], output, [1, card.OutputBands.Count, shape.H, shape.W], $"a series of {shape}");
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();
}
