namespace Cloudless.Networks;

/// <summary>A tensor of weights of a <see cref="NetworkGraph"/>.</summary>
/// <remarks>The values are the graph's own array: who trains writes into it; not thread-safe while somebody writes.</remarks>
public sealed class Parameter
{
    /// <summary>Makes a parameter of zeros.</summary>
    /// <param name="name">Name, unique in its graph, the same in the ONNX file.</param>
    /// <param name="shape">Sizes, e.g. [Cout,Cin,K,K]; each at least 1.</param>
    public Parameter(string name, params int[] shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        Name = name;
        Shape = [.. shape];
        Values = new float[shape.Aggregate(1, (a, b) => checked(a * b))];
    }

    /// <summary>Name, unique in its graph, the same in the ONNX file.</summary>
    public string Name { get; }

    /// <summary>Whether a gradient changes it; false for what <see cref="BatchNormNode"/> keeps of the data.</summary>
    public bool Trained { get; init; } = true;

    /// <summary>Sizes, outermost first.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The values in row-major order of <see cref="Shape"/>.</summary>
    public float[] Values { get; }
}
