namespace Cloudless.Networks;

/// <content>Nodes with parameters that work on channels by themselves or by groups, or double H and W.</content>
public sealed partial class NetworkGraphBuilder
{
    /// <summary>Adds <see cref="DepthwiseConv2dNode"/> with parameters <c>name.weight</c> [C,1,K,K] and <c>name.bias</c> [C].</summary>
    public string DepthwiseConv2d(string name, string input, int kernel = 3)
    {
        RequireOdd(kernel, nameof(kernel));
        int channels = ShapeOf(input).Channels;
        return DepthwiseConv2d(name, input, new Parameter(name + ".weight", channels, 1, kernel, kernel), new Parameter(name + ".bias", channels));
    }

    /// <summary>Adds <see cref="ConvTranspose2dNode"/> with parameters <c>name.weight</c> [Cin,Cout,4,4] and <c>name.bias</c> [Cout]; only what was halved before can be doubled.</summary>
    public string ConvTranspose2d(string name, string input, int outputChannels) => ConvTranspose2d(name, input,
        new Parameter(name + ".weight", ShapeOf(input).Channels, outputChannels, ConvTranspose2dNode.Kernel, ConvTranspose2dNode.Kernel), new Parameter(name + ".bias", outputChannels));

    /// <summary>Adds <see cref="GroupNormNode"/> with parameters <c>name.weight</c> and <c>name.bias</c>, each [C,1,1].</summary>
    public string GroupNorm(string name, string input, int groups)
    {
        int channels = ShapeOf(input).Channels;
        return GroupNorm(name, input, new Parameter(name + ".weight", channels, 1, 1), new Parameter(name + ".bias", channels, 1, 1), groups);
    }

    /// <summary>Adds a convolution by channel over parameters that exist already.</summary>
    internal string DepthwiseConv2d(string name, string input, Parameter weight, Parameter bias)
    {
        ValueShape shape = Require(name, input, ValueKind.Image, Images);
        RequireChannels(name, weight.Shape[0], shape.Channels);
        RequireChannels(name, bias.Shape[0], shape.Channels);
        _parameters.AddRange([weight, bias]);
        return Add(new DepthwiseConv2dNode(name, input, weight.Name, bias.Name), shape);
    }

    /// <summary>Adds a transposed convolution over parameters that exist already.</summary>
    internal string ConvTranspose2d(string name, string input, Parameter weight, Parameter bias)
    {
        ValueShape shape = Require(name, input, ValueKind.Image, Images);
        if (shape.Level == 0)
        {
            throw WrongKind(name, input, "a value whose H and W were halved before");
        }

        RequireChannels(name, weight.Shape[0], shape.Channels);
        RequireChannels(name, bias.Shape[0], weight.Shape[1]);
        _parameters.AddRange([weight, bias]);
        return Add(new ConvTranspose2dNode(name, input, weight.Name, bias.Name), shape with { Channels = weight.Shape[1], Level = shape.Level - 1 });
    }

    /// <summary>Adds a normalization by groups over parameters that exist already.</summary>
    internal string GroupNorm(string name, string input, Parameter weight, Parameter bias, int groups)
    {
        ValueShape shape = Require(name, input, ValueKind.Image, Images);
        if (groups < 1 || shape.Channels % groups != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(groups), groups, $"Node '{name}' is to normalize {shape.Channels} channels in groups of equal size.");
        }

        RequireChannels(name, weight.Values.Length, shape.Channels);
        RequireChannels(name, bias.Values.Length, shape.Channels);
        _parameters.AddRange([weight, bias]);
        return Add(new GroupNormNode(name, input, weight.Name, bias.Name, groups), shape);
    }
}
