namespace Cloudless.Inference;

/// <summary>Which engine was chosen, and why.</summary>
/// <param name="Name">The engine's <see cref="IInferenceEngine.Name"/>.</param>
/// <param name="Reason">One line for people and receipts.</param>
public sealed record EngineChoice(string Name, string Reason);
