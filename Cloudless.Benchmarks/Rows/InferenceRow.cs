using Cloudless.Benchmarks.Paired;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Inference.Cpu;
using Cloudless.Networks.Onnx;

namespace Cloudless.Benchmarks.Rows;

/// <summary>Our CPU engine against other engines: one image through one network.</summary>
/// <param name="features">F.</param>
/// <param name="blocks">B.</param>
/// <param name="side">Height and width.</param>
internal sealed class InferenceRow(int features, int blocks, int side) : ComparisonRow
{
    /// <summary>The engines to compare with, and the ratio that ours must reach.</summary>
    public required IReadOnlyList<(InferenceRival Engine, Goal? Goal)> Rivals { get; init; }

    /// <summary>Whether ours is held to its AVX2 kernels: those that it takes where AVX-512 is missing or switched off. The rivals keep all the machine has.</summary>
    public bool Avx2Only { get; init; }

    private KernelSet Kernels => Avx2Only ? KernelSet.Avx2 : ConvolutionKernels.Best;

    /// <inheritdoc/>
    public override string Name => $"inference F={features} B={blocks}, {side}x{side}{(Avx2Only ? ", AVX2 only" : "")}";

    /// <inheritdoc/>
    public override string? WhyNot() => Kernels > ConvolutionKernels.Best ? "this machine has no AVX2" : null;

    /// <inheritdoc/>
    public override Comparison Prepare(int threads)
    {
        CloudRemovalModel model = NetworkModel.Make(features, blocks);
        var shape = new TensorShape(1, model.Card.Channels.Count, side, side);
        float[] input = NetworkModel.Input(shape);
        var ours = new CpuInferenceEngine(model.Graph!, new ExecutionOptions { Threads = threads }, Kernels);
        float[] result = Output(ours);
        List<IDisposable> owned = [ours];
        List<Rival> rivals = [];
        foreach ((InferenceRival rival, Goal? goal) in Rivals)
        {
            IInferenceEngine engine = rival.Load(model, threads);
            owned.Add(engine);
            float[] theirs = Output(engine);
            rivals.Add(new Rival(Side(rival.Name, engine, theirs), goal) { Agreement = () => rival.Compare(result, theirs) });
        }

        return new Comparison
        {
            Work = Work.OfOperations(2 * NetworkModel.Multiplies(model.Graph!, shape)),
            Ours = Side("ours", ours, result),
            Rivals = rivals,
            Owned = owned,
        };

        float[] Output(IInferenceEngine engine) => new float[(shape with { C = engine.OutputChannels }).Length];

        Contender Side(string name, IInferenceEngine engine, float[] output) =>
            Contender.Timed(name, engine.Description, () => engine.Run(input, shape, output));
    }
}
