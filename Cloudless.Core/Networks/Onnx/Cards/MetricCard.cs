namespace Cloudless.Networks.Onnx;

/// <summary>Something measured about a model.</summary>
/// <param name="Data">Data it was measured on.</param>
/// <param name="Protocol">How: which folds were left out of the training, composite on or off, which pixels.</param>
/// <param name="Values">Values by name, with the unit in the name where there is one, e.g. <c>psnrDb</c>.</param>
public sealed record MetricCard(string Data, string Protocol, IReadOnlyDictionary<string, double> Values);
