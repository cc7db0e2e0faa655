namespace Cloudless.Networks;

/// <content>Nodes that work value by value or channel by channel.</content>
public sealed partial class NetworkGraphBuilder
{
    /// <summary>Adds <see cref="ReluNode"/>.</summary>
    public string Relu(string name, string input) => Add(new ReluNode(name, input), ByChannel(name, input));

    /// <summary>Adds <see cref="LeakyReluNode"/>.</summary>
    public string LeakyRelu(string name, string input, float slope)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slope);
        return Add(new LeakyReluNode(name, input, slope), ByChannel(name, input));
    }

    /// <summary>Adds <see cref="SigmoidNode"/>.</summary>
    public string Sigmoid(string name, string input) => Add(new SigmoidNode(name, input), ByChannel(name, input));

    /// <summary>Adds <see cref="TanhNode"/>.</summary>
    public string Tanh(string name, string input) => Add(new TanhNode(name, input), ByChannel(name, input));

    /// <summary>Adds <see cref="SoftplusNode"/>.</summary>
    public string Softplus(string name, string input) => Add(new SoftplusNode(name, input), ByChannel(name, input));

    /// <summary>Adds <see cref="ScaleNode"/>.</summary>
    public string Scale(string name, string input, float factor) => Add(new ScaleNode(name, input, factor), ByChannel(name, input));

    /// <summary>Adds <see cref="AddNode"/>; both values must have one shape.</summary>
    public string Add(string name, string a, string b)
    {
        ValueShape shape = RequireSameSize(name, a, b);
        RequireChannels(name, ShapeOf(b).Channels, shape.Channels);
        return Add(new AddNode(name, a, b), shape);
    }

    /// <summary>Adds <see cref="MultiplyNode"/>; <paramref name="b"/> has the shape of <paramref name="a"/>, or one channel, or is a vector with a number for each channel of images.</summary>
    public string Multiply(string name, string a, string b)
    {
        if (ShapeOf(a) is { Kind: ValueKind.Image } image && ShapeOf(b).Kind == ValueKind.Vector)
        {
            RequireChannels(name, ShapeOf(b).Channels, image.Channels);
            return Add(new MultiplyNode(name, a, b), image);
        }

        ValueShape shape = RequireSameSize(name, a, b);
        RequireChannels(name, ShapeOf(b).Channels, ShapeOf(b).Channels == 1 ? 1 : shape.Channels);
        return Add(new MultiplyNode(name, a, b), shape);
    }

    /// <summary>Adds <see cref="ClampNode"/>; one bound of each kind for every channel.</summary>
    public string Clamp(string name, string input, IReadOnlyList<float> minimum, IReadOnlyList<float> maximum)
    {
        ValueShape shape = ByChannel(name, input);
        RequireChannels(name, minimum.Count, shape.Channels);
        RequireChannels(name, maximum.Count, shape.Channels);
        return Add(new ClampNode(name, input, [.. minimum], [.. maximum]), shape);
    }

    /// <summary>Adds <see cref="AffineNode"/>; one factor and one summand for every channel.</summary>
    public string Affine(string name, string input, IReadOnlyList<float> scale, IReadOnlyList<float> shift)
    {
        ValueShape shape = ByChannel(name, input);
        RequireChannels(name, scale.Count, shape.Channels);
        RequireChannels(name, shift.Count, shape.Channels);
        return Add(new AffineNode(name, input, [.. scale], [.. shift]), shape);
    }

    /// <summary>Adds <see cref="SliceChannelsNode"/>.</summary>
    public string SliceChannels(string name, string input, int first, int count)
    {
        ValueShape shape = ByChannel(name, input);
        if (first < 0 || count < 1 || first + count > shape.Channels)
        {
            throw new ArgumentOutOfRangeException(nameof(count),
                $"Node '{name}' takes channels {first}..{first + count - 1} of '{input}', which has {shape.Channels}.");
        }

        return Add(new SliceChannelsNode(name, input, first, count), shape with { Channels = count });
    }

    /// <summary>Adds <see cref="ConcatNode"/>; both values must have one kind and size.</summary>
    public string Concat(string name, string a, string b)
    {
        ValueShape shape = RequireSameSize(name, a, b);
        return Add(new ConcatNode(name, a, b), shape with { Channels = shape.Channels + ShapeOf(b).Channels });
    }
}
