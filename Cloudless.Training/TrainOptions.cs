using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Augmentation;
using Cloudless.Training.Batches;
using Cloudless.Training.Datasets;
using Cloudless.Training.Engines;
using Cloudless.Training.Losses;
using Cloudless.Training.PriorFills;
using Cloudless.Training.Simulation;
using Cloudless.Training.Validation;

namespace Cloudless.Training;

/// <summary>One training: what is trained, on what, for how long. Machine settings are not part of it.</summary>
public sealed record TrainOptions
{
    /// <summary>
    /// Which network is trained: <c>dsen2cr</c>, <c>pix2pix</c> or <c>uncrtaints</c>. The latter two are trained through TorchSharp, each by its own loss and ADAM, whatever <see cref="Loss"/> is; their
    /// features are channels of the first layer and feature channels, their blocks halvings and blocks of the decoder.
    /// </summary>
    public string Architecture { get; init; } = ArchitectureCard.DSen2Cr;

    /// <summary>The network's size; F=32, B=4 with SAR by default, small enough for a CPU.</summary>
    public DSen2CrOptions Network { get; init; } = new() { Features = 32, Blocks = 4 };

    /// <summary>The loss of the main part: <c>l1</c>, <c>carl</c>, <c>tmarl</c> or <c>tmarl-adaptive</c>.</summary>
    public string Loss { get; init; } = "carl";

    /// <summary>lambda of CARL and TMARL, the weight of |P-T| on all pixels, 0 or more.</summary>
    public double Lambda { get; init; } = 1;

    /// <summary>alpha of TMARL, the share of its cloud term, 0..1; <c>tmarl-adaptive</c> takes it from each patch.</summary>
    public double Alpha { get; init; } = 0.5;

    /// <summary>Weight of the gradient term, which keeps high spatial frequencies, in all parts of the training; 0 leaves it out.</summary>
    public double GradientWeight { get; init; }

    /// <summary>Where the gradient term counts.</summary>
    public GradientScope GradientScope { get; init; }

    /// <summary>Share of the training, from its start, under plain L1 whatever <see cref="Loss"/> is; 0..1.</summary>
    public double L1Share { get; init; } = 0.5;

    /// <summary>Samples in a batch.</summary>
    public int Batch { get; init; } = 4;

    /// <summary>Side of the square crop, pixels.</summary>
    public int Crop { get; init; } = 128;

    /// <summary>Peak learning rate of NAdam.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>How the rate goes on from there.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Cosine;

    /// <summary>Rate at the end of a cosine as a share of its peak.</summary>
    public double FinalRateShare { get; init; } = 0.02;

    /// <summary>Steps over which the rate rises from 0.</summary>
    public int WarmUpSteps { get; init; } = 50;

    /// <summary>Steps between the falls of <see cref="LearningRateSchedule.Step"/>.</summary>
    public long RateStepEvery { get; init; } = 1000;

    /// <summary>Factor on the rate at each fall of <see cref="LearningRateSchedule.Step"/>, above 0 and at most 1.</summary>
    public double RateStepFactor { get; init; } = 0.5;

    /// <summary>Constants of NAdam, and the limit of the gradients' norm.</summary>
    public NAdamOptions Optimizer { get; init; } = new();

    /// <summary>
    /// Decay per step of an exponential moving average of the weights, in (0, 1), such as 0.999; null keeps none. Where it is set, the averaged weights are what is
    /// validated and written into model files.
    /// </summary>
    public double? AverageDecay { get; init; }

    /// <summary>Length in steps; the same steps and seed give the same weights. Exactly one of this, <see cref="Epochs"/> and <see cref="Minutes"/> is set.</summary>
    public long? Steps { get; init; }

    /// <summary>Length in passes over the data, each of which draws every patch once, in an order of its own (<see cref="DataPass"/>); repeats as steps do.</summary>
    public double? Epochs { get; init; }

    /// <summary>Length in minutes of training, counted over resumes.</summary>
    public double? Minutes { get; init; }

    /// <summary>Seed of weights and batches.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// Whether the last convolution starts at zero, so that training begins with a network that gives back what it sees, and learns what to change about it;
    /// else it starts at random as in dsen2-cr, and the first part of a training goes into unlearning that. Weights that are given (<see cref="Trainer.From"/>) are left as they are.
    /// </summary>
    public bool ZeroTail { get; init; } = true;

    /// <summary>The fold left out of training, with all that shares a group with it; null trains on everything.</summary>
    public int? HeldOutFold { get; init; }

    /// <summary>What the data is taken to be: split, gaps, windows.</summary>
    public DatasetOptions Dataset { get; init; } = new();

    /// <summary>How the training is looked at while it goes on.</summary>
    public ValidationOptions Validation { get; init; } = new();

    /// <summary>Steps between checkpoints.</summary>
    public int CheckpointSteps { get; init; } = 500;

    /// <summary>Steps between rows of the log.</summary>
    public int LogSteps { get; init; } = 50;

    /// <summary>How samples are varied.</summary>
    public AugmentationOptions Augmentation { get; init; } = new();

    /// <summary>The estimate put under the removal mask before the network sees an image, in training and in use; null for none.</summary>
    public PriorFillOptions? PriorFill { get; init; }

    /// <summary>How often which source of samples is drawn.</summary>
    public SourceMix Mix { get; init; } = new();

    /// <summary>What simulated clouds are drawn from.</summary>
    public CloudSimulatorOptions Simulation { get; init; } = new();

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value is out of range, or not exactly one of steps, epochs and minutes is set.</exception>
    public void Validate()
    {
        TrainedNetwork.Validate(this);
        Dataset.Validate();
        Augmentation.Validate();
        Mix.Validate();
        PriorFill?.Validate(Network.Sar);
        Simulation.Validate();
        Optimizer.Validate();
        Validation.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(Batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Crop, 8);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LearningRate);
        ArgumentOutOfRangeException.ThrowIfNegative(WarmUpSteps);
        ArgumentOutOfRangeException.ThrowIfLessThan(CheckpointSteps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(LogSteps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(RateStepEvery, 1);
        if (L1Share is not (>= 0 and <= 1) || FinalRateShare is not (>= 0 and <= 1) || Alpha is not (>= 0 and <= 1))
        {
            throw new ArgumentException($"L1Share ({L1Share}), FinalRateShare ({FinalRateShare}) and Alpha ({Alpha}) are shares in 0..1.");
        }

        if (Lambda is not (>= 0 and < double.PositiveInfinity) || GradientWeight is not (>= 0 and < double.PositiveInfinity))
        {
            throw new ArgumentException($"Lambda ({Lambda}) and GradientWeight ({GradientWeight}) are finite and 0 or more.");
        }

        if (RateStepFactor is not (> 0 and <= 1) || AverageDecay is not (null or (> 0 and < 1)))
        {
            throw new ArgumentException($"RateStepFactor ({RateStepFactor}) is above 0 and at most 1, AverageDecay ({AverageDecay}) between 0 and 1.");
        }

        if (new[] { Steps is not null, Epochs is not null, Minutes is not null }.Count(given => given) != 1
            || Steps <= 0 || Epochs is not (null or (> 0 and < double.PositiveInfinity)) || Minutes is not (null or (> 0 and < double.PositiveInfinity)))
        {
            throw new ArgumentException("A training has a length in steps, in epochs or in minutes, finite and more than 0; give exactly one.");
        }

        if (HeldOutFold is { } held && Validation.Fold == held)
        {
            throw new ArgumentException($"Fold {held} is to validate and to judge: the figures would be those of the patches that chose the model. Validate on another fold.");
        }

        _ = LossAt(1);
    }

    /// <summary>The loss at a point of the training, 0 at its start and 1 at its end.</summary>
    /// <exception cref="ArgumentException"><see cref="Loss"/> is unknown.</exception>
    public PixelLoss LossAt(double progress)
    {
        if (Architecture != ArchitectureCard.DSen2Cr)
        {
            return PixelLoss.L1 with { Name = Architecture == ArchitectureCard.Pix2Pix ? "adversarial" : "gaussian" };
        }

        PixelLoss main = Loss switch
        {
            "l1" => PixelLoss.L1,
            "carl" => PixelLoss.Carl(Lambda),
            "tmarl" => PixelLoss.Tmarl(Alpha, Lambda),
            "tmarl-adaptive" => PixelLoss.TmarlAdaptive(Lambda),
            _ => throw new ArgumentException($"The loss '{Loss}' is unknown. Use l1, carl, tmarl or tmarl-adaptive."),
        };
        return (progress < L1Share ? PixelLoss.L1 : main).WithGradient(GradientWeight, GradientScope);
    }

    /// <summary>The learning rate of a step at a point of the training.</summary>
    public double RateAt(long step, double progress)
    {
        double warm = WarmUpSteps == 0 ? 1 : Math.Min(1, (step + 1.0) / WarmUpSteps);
        return LearningRate * warm * Schedule switch
        {
            LearningRateSchedule.Constant => 1,
            LearningRateSchedule.Linear => Math.Clamp(2 * (1 - progress), 0, 1),
            LearningRateSchedule.Step => Math.Pow(RateStepFactor, step / RateStepEvery),
            _ => FinalRateShare + ((1 - FinalRateShare) * 0.5 * (1 + Math.Cos(Math.PI * Math.Clamp(progress, 0, 1)))),
        };
    }
}
