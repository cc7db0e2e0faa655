using Cloudless.Networks.Onnx;

namespace Cloudless.Training.Import;

/// <summary>An import as a user asks for it.</summary>
public sealed record ImportRequest
{
    /// <summary>The weight file: Keras HDF5, or a state dict that <c>torch.save</c> wrote.</summary>
    public required string Weights { get; init; }

    /// <summary>The model file to write.</summary>
    public required string Output { get; init; }

    /// <summary>The network whose weights they are: <c>dsen2cr</c>, or <c>uncrtaints</c> for PyTorch's.</summary>
    public string Network { get; init; } = ArchitectureCard.DSen2Cr;

    /// <summary>For <c>uncrtaints</c>: beginnings of the names of layers that the network for one date does not have, such as its attention's.</summary>
    public IReadOnlyList<string> LeaveOut { get; init; } = [];

    /// <summary>Name of the model in its card; null takes the weight file's.</summary>
    public string? Name { get; init; }

    /// <summary>Whether an output that exists is replaced.</summary>
    public bool Overwrite { get; init; }
}

/// <summary>What an import made.</summary>
/// <param name="Model">The model file.</param>
/// <param name="Name">Name in its card.</param>
/// <param name="Network">Name of the network.</param>
/// <param name="Format">What the weight file is.</param>
/// <param name="Features">F.</param>
/// <param name="Blocks">B.</param>
/// <param name="Sar">Whether the network takes VV and VH.</param>
/// <param name="Parameters">Number of weights.</param>
/// <param name="SourceSha256">SHA-256 of the weight file, 64 lowercase hexadecimal digits.</param>
public sealed record ImportReport(string Model, string Name, string Network, string Format, int Features, int Blocks, bool Sar, long Parameters, string SourceSha256);
