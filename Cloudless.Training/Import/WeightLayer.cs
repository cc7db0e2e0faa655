namespace Cloudless.Training.Import;

/// <summary>A tensor as a weight file names it.</summary>
/// <param name="Name">Last part of its name: <c>kernel</c>, <c>weight</c>, <c>bias</c>, <c>gamma</c> ...</param>
/// <param name="Shape">Sizes, outermost first.</param>
/// <param name="Values">Values, the last dimension the fastest.</param>
internal sealed record WeightTensor(string Name, int[] Shape, float[] Values)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} [{string.Join(',', Shape)}]";
}

/// <summary>A layer of a weight file that has weights; a convolution's kernel is [Cout,Cin,K,K], whatever the file's own order.</summary>
/// <param name="Name">Name in the file.</param>
/// <param name="Tensors">Its tensors in the file's order; at least one.</param>
internal sealed record WeightLayer(string Name, IReadOnlyList<WeightTensor> Tensors)
{
    /// <summary>The kernel, where this is a plain 2-D convolution of an odd square kernel, with or without a bias; else null.</summary>
    public WeightTensor? Kernel =>
        Tensors.Count <= 2 && Tensors.FirstOrDefault(t => t.Name is "kernel" or "weight" && t.Shape.Length == 4) is { } kernel
        && kernel.Shape[2] == kernel.Shape[3] && kernel.Shape[2] % 2 == 1
        && (Tensors.Count == 1 || Bias?.Shape[0] == kernel.Shape[0])
            ? kernel
            : null;

    /// <summary>The bias, [Cout]; null where there is none.</summary>
    public WeightTensor? Bias => Tensors.FirstOrDefault(t => t.Name == "bias" && t.Shape.Length == 1);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({string.Join(", ", Tensors)})";
}
