namespace Cloudless.Training;

/// <summary>How long a training is, in steps or in time.</summary>
/// <param name="Steps">Updates in all; null where the length is a time.</param>
/// <param name="Time">The time; of no meaning where the length is in steps.</param>
internal readonly record struct TrainingLength(long? Steps, TimeSpan Time)
{
    /// <summary>The length that options ask for.</summary>
    /// <param name="options">Validated.</param>
    /// <param name="patchesInPass">Patches in an epoch.</param>
    public static TrainingLength Of(TrainOptions options, int patchesInPass) => new(
        options.Epochs is { } epochs ? (long)Math.Max(1, Math.Ceiling(epochs * patchesInPass / options.Batch)) : options.Steps,
        TimeSpan.FromMinutes(options.Minutes ?? 0));

    /// <summary>The share that is done, 0 and up; 1 is the end.</summary>
    public double Share(long steps, TimeSpan elapsed) => Steps is { } all ? (double)steps / all : elapsed / Time;

    /// <summary>Time left, estimated.</summary>
    public TimeSpan Left(long steps, TimeSpan elapsed, double stepsPerSecond) =>
        TimeSpan.FromSeconds(Math.Clamp(Steps is { } all ? (all - steps) / Math.Max(1e-6, stepsPerSecond) : (Time - elapsed).TotalSeconds, 0, 1e9));
}
