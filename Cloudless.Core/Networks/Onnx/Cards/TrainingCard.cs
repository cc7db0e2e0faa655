namespace Cloudless.Networks.Onnx;

/// <summary>How a model's weights came about.</summary>
public sealed record TrainingCard
{
    /// <summary>Data sets the weights saw, with licenses; at least one.</summary>
    public required IReadOnlyList<DataSetCard> Data { get; init; }

    /// <summary>Which folds or scenes were trained on and which were left out, in words.</summary>
    public required string Folds { get; init; }

    /// <summary>Loss, e.g. <c>CARL</c> or <c>L1, then CARL</c>.</summary>
    public required string Loss { get; init; }

    /// <summary>Optimizer and what matters of its settings.</summary>
    public required string Optimizer { get; init; }

    /// <summary>Learning rate at the start.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Seed of all random choices.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Optimizer steps done.</summary>
    public required long Steps { get; init; }

    /// <summary>Patches in a batch.</summary>
    public required int Batch { get; init; }

    /// <summary>Command line that made the weights.</summary>
    public required string Command { get; init; }
}
