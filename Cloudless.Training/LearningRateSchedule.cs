namespace Cloudless.Training;

/// <summary>How the learning rate goes, after the warm-up.</summary>
public enum LearningRateSchedule
{
    /// <summary>The same all the time.</summary>
    Constant,

    /// <summary>Falls along half a cosine to <see cref="TrainOptions.FinalRateShare"/> of its start.</summary>
    Cosine,

    /// <summary>Falls by <see cref="TrainOptions.RateStepFactor"/> every <see cref="TrainOptions.RateStepEvery"/> steps.</summary>
    Step,

    /// <summary>The same for the first half of the training, then falls to 0 in a straight line, as pix2pix has it.</summary>
    Linear,
}
