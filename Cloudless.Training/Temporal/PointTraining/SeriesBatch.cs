using Cloudless.Imagery;

namespace Cloudless.Training.Temporal.PointTraining;

/// <summary>Series and the images they are to become.</summary>
/// <param name="Dates">T.</param>
/// <param name="Shape">N, the channels of a date, and the patches' H and W.</param>
/// <param name="Input">[N,T,C,H,W], contiguous; DN and dB; the date nearest to the target last.</param>
/// <param name="Target">[N,13,H,W], DN.</param>
/// <param name="Weights">[N,1,H,W]: 1 where the target is clear, 0 where it is not to be learned from.</param>
public sealed record SeriesBatch(int Dates, TensorShape Shape, float[] Input, float[] Target, float[] Weights);
