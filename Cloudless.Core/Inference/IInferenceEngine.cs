using Cloudless.Imagery;

namespace Cloudless.Inference;

/// <summary>Runs one loaded network.</summary>
/// <remarks>
/// <see cref="Run(ReadOnlySpan{float}, TensorShape, Span{float})"/> may be called from several threads at once; an engine that cannot compute them together makes the later ones wait.
/// Dispose frees native memory; no call may be under way then.
/// </remarks>
public interface IInferenceEngine : IDisposable
{
    /// <summary>What computes: <c>cpu</c>, <c>onnxruntime-cpu</c> or <c>onnxruntime-cuda</c>.</summary>
    string Name { get; }

    /// <summary>One line for people: versions, instruction set or device, threads.</summary>
    string Description { get; }

    /// <summary>Whether a device computes, so that the processors are free meanwhile.</summary>
    bool OnDevice => false;

    /// <summary>Channels of the input.</summary>
    int InputChannels { get; }

    /// <summary>Channels of the output.</summary>
    int OutputChannels { get; }

    /// <summary>Runs the network on a batch.</summary>
    /// <param name="input">[N,InputChannels,H,W], contiguous; DN and dB as the model contract says. No NaN.</param>
    /// <param name="shape">Shape of <paramref name="input"/>; any N, H, W of at least 1.</param>
    /// <param name="output">[N,OutputChannels,H,W], overwritten; DN. Must not overlap the input.</param>
    /// <exception cref="ArgumentException">A span's length or the channel count does not fit the shape.</exception>
    void Run(ReadOnlySpan<float> input, TensorShape shape, Span<float> output);

    /// <summary>Runs the network for some pixels of each image; an engine may leave out what they do not need.</summary>
    /// <param name="input">As for the other method.</param>
    /// <param name="shape">As for the other method.</param>
    /// <param name="output">As for the other method; outside the core any values.</param>
    /// <param name="core">The pixels wanted, inside the images.</param>
    /// <exception cref="ArgumentException">A span's length, the channel count or the core does not fit the shape.</exception>
    void Run(ReadOnlySpan<float> input, TensorShape shape, Span<float> output, Window core) => Run(input, shape, output);

    /// <summary>Engines of the same network that compute tiles side by side, each on its share of the threads: nobody waits at the end of a layer then.</summary>
    /// <param name="largest">The largest tile that any of them will get; it decides how many fit into memory.</param>
    /// <returns>At least one; this engine alone where it computes on a device, on one thread or a tile too large for several. They are this engine's and go with it.</returns>
    IReadOnlyList<IInferenceEngine> SideBySide(TensorShape largest) => [this];

    /// <summary>How an image has to be cut into tiles for this engine.</summary>
    /// <param name="radius">Pixels that the network sees to each side by its definition, as the model's card says; for engines that do not know the network.</param>
    TileReach Reach(int radius) => new(1, radius);
}
