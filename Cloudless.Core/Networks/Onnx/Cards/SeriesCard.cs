namespace Cloudless.Networks.Onnx;

/// <summary>The series that a model takes, and the part of the network that joins its dates.</summary>
/// <param name="LeastDates">Fewest dates it was trained for, 1 or more.</param>
/// <param name="MostDates">Most dates it was trained for.</param>
/// <param name="Features">Channels of the convolutions over dates.</param>
/// <param name="Convolutions">Number of the convolutions over dates.</param>
public sealed record SeriesCard(int LeastDates, int MostDates, int Features, int Convolutions);
