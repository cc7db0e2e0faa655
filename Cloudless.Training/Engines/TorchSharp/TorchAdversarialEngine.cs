using Cloudless.Networks;
using Cloudless.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>
/// Trains a generator against a <see cref="PatchGan"/> (Isola et al. 2017; Meraner et al. 2020, section 4.3): the original loss of Goodfellow et al. 2014 with weight 1, in the form that lets the
/// generator ask for what looks real, and L1 on -1..1 with weight 100. In each step the discriminator moves first.
/// </summary>
internal sealed class TorchAdversarialEngine : TorchAdamEngine
{
    private const double L1Weight = 100;

    // What -1..1 spans half of.
    private const float Unit = DSen2Cr.OpticalMaximum / 2;

    private readonly NetworkGraph _judgeGraph;
    private readonly GraphModule _judge;
    private readonly Tensor[] _judgeWeights;
    private readonly TorchAdam _judgeOptimizer;

    /// <summary>Starts from the graph's parameters and a discriminator of seeded ones.</summary>
    /// <param name="graph">The generator.</param>
    /// <param name="judge">The discriminator, with its first weights.</param>
    /// <param name="device">Where both are computed.</param>
    /// <param name="type">What convolutions are computed in.</param>
    /// <param name="beta1">Decay of ADAM's first moment; 0.5 as published.</param>
    /// <param name="maximumNorm">Gradients of a larger norm are scaled down to it; null leaves them.</param>
    public TorchAdversarialEngine(NetworkGraph graph, NetworkGraph judge, Device device, ScalarType type, double beta1, double? maximumNorm)
        : base(graph, device, type, beta1, maximumNorm)
    {
        _judgeGraph = judge;
        _judge = TorchErrors.Guard(Name, $"a discriminator of {judge.ParameterCount} parameters", () => new GraphModule(judge, device, type));
        _judgeWeights = [.. _judge.Weights];
        _judgeOptimizer = new TorchAdam(_judgeWeights, new long[_judgeWeights.Length], beta1, Beta2);
    }

    /// <inheritdoc/>
    public override NAdamState SaveOptimizer() =>
        base.SaveOptimizer() with { Opponent = new OpponentState([.. _judgeWeights.Select(TorchArrays.ToArray)], _judgeOptimizer.Save()) };

    /// <inheritdoc/>
    /// <exception cref="CloudlessException">The state has no discriminator: without it the generator would unlearn.</exception>
    public override void LoadOptimizer(NAdamState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        OpponentState opponent = state.Opponent ?? throw new CloudlessException(
            $"The checkpoint holds a generator without its discriminator, so a training of {Networks.Onnx.ArchitectureCard.Pix2Pix} cannot go on from it. Train anew, or start from the model's weights with --from.");

        // Its moments have the sizes of its weights, which are checked with them.
        _judgeOptimizer.Load(opponent.Optimizer, _judgeGraph);
        base.LoadOptimizer(state);
        for (int i = 0; i < _judgeWeights.Length; i++)
        {
            TorchArrays.Replace(_judgeWeights[i], opponent.Weights[i]);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _judgeOptimizer.Dispose();
        _judge.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Tensor Lose(IReadOnlyList<Tensor> outputs, Tensor input, Tensor target, double learningRate)
    {
        Tensor made = outputs[0];
        Tensor told = Verdict(input, target, real: true).Plus(Verdict(input, made.detach(), real: false)).Times(0.5);
        TrainingDivergedException.ThrowUnlessFinite(told.to_type(ScalarType.Float64).ToDouble(), "discriminator's loss", Steps + 1, learningRate);
        Move(_judgeOptimizer, [.. autograd.grad([told], _judgeWeights)], learningRate);
        return Verdict(input, made, real: true).Plus(made.sub(target).abs().mean().Times(L1Weight / Unit));
    }

    /// <inheritdoc/>
    protected override Tensor Judge(IReadOnlyList<Tensor> outputs, Tensor input, TrainingBatch batch, PixelLoss loss) => TorchLoss.Compute(outputs[0], input, batch, loss);

    // How far the discriminator is from calling an image real, or made.
    private Tensor Verdict(Tensor input, Tensor image, bool real)
    {
        Tensor logits = _judge.forward(cat([input, image], 1));
        return nn.functional.softplus(real ? logits.neg() : logits, 1, 20).mean();
    }
}
