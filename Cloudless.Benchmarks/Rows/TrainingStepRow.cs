using Cloudless.Benchmarks.Paired;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Inference.Cpu;
using Cloudless.Networks;
using Cloudless.Training.Engines;
using Cloudless.Training.Engines.Cpu;
using Cloudless.Training.Losses;

namespace Cloudless.Benchmarks.Rows;

/// <summary>
/// A training step (forward, backward, update) against three times its own forward pass, which keeps every value for the way back: what
/// a step costs whose backward pass is two more convolutions per layer. Beside it, without a goal, three times the pass of the inference engine, which keeps nothing.
/// </summary>
/// <param name="features">F.</param>
/// <param name="blocks">B.</param>
/// <param name="goal">The ratio to reach.</param>
internal sealed class TrainingStepRow(int features, int blocks, Goal goal) : ComparisonRow
{
    private const int Batch = 4;
    private const int Side = 128;

    // So small that the weights stay where they are.
    private const double LearningRate = 1e-9;

    /// <inheritdoc/>
    public override string Name => $"training step F={features} B={blocks}, batch {Batch} of {Side}x{Side}";

    /// <inheritdoc/>
    public override Comparison Prepare(int threads)
    {
        NetworkGraph graph = NetworkModel.Make(features, blocks).Graph!;
        var shape = new TensorShape(Batch, graph.Inputs[0].Channels, Side, Side);
        float[] input = NetworkModel.Input(shape), output = new float[(shape with { C = Sentinel2Band.Count }).Length];
        var batch = new TrainingBatch(shape, input, new float[output.Length], new byte[Batch * Side * Side]);
        var trainer = new CpuTrainingEngine(graph, threads);
        var forward = new CpuInferenceEngine(graph, new ExecutionOptions { Threads = threads });

        // Forward, gradients of weights and of inputs; nobody needs the gradient of the network's own input.
        double pass = 2 * NetworkModel.Multiplies(graph, shape), head = 2.0 * shape.C * features * 9 * Batch * Side * Side;
        var own = Contender.Timed("3 x own forward", $"the step's forward pass on {threads} threads", () => trainer.Forward(batch));
        var bare = Contender.Timed("3 x inference", $"one forward pass, {forward.Description}", () => forward.Run(input, shape, output));
        return new Comparison
        {
            Work = Work.OfOperations((3 * pass) - head),
            Ours = Contender.Timed("ours", $"step on {threads} threads", () => trainer.Step(batch, PixelLoss.Carl(), LearningRate)),
            Rivals = [new Rival(own, goal) { Factor = 3, Work = Work.OfOperations(pass) }, new Rival(bare) { Factor = 3, Work = Work.OfOperations(pass) }],
            Owned = [trainer, forward],
        };
    }
}
