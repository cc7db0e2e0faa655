namespace Cloudless.Networks.Onnx;

/// <summary>A fill of masked input pixels that a model was trained with and needs in use. A file that names one this version does not know is refused.</summary>
/// <param name="Name">Name of the fill.</param>
/// <param name="Parameters">Its parameters by name.</param>
public sealed record PriorFillCard(string Name, IReadOnlyDictionary<string, double> Parameters);
