namespace Cloudless.Training.Temporal;

/// <summary>Dates drawn from a series.</summary>
/// <param name="Inputs">Indices of the inputs, ascending.</param>
/// <param name="Target">Index of the target.</param>
/// <param name="Matches">Whether the target is clear and the inputs have the cover that was asked for.</param>
public sealed record SeriesDraw(IReadOnlyList<int> Inputs, int Target, bool Matches);
