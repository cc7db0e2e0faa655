using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Temporal;

namespace Cloudless.Training.Temporal;

/// <summary>A network fitted to a series, and what it makes of it.</summary>
/// <param name="Result">The images of the pass that was best.</param>
/// <param name="Graph">The network with the weights of that pass.</param>
/// <param name="Card">What there is to say about it.</param>
/// <param name="Checks">What was measured after each pass.</param>
/// <param name="BestPass">The pass that was taken.</param>
public sealed record InternalFit(SeriesResult Result, NetworkGraph Graph, ModelCard Card, IReadOnlyList<FitCheck> Checks, int BestPass);
