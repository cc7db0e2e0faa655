namespace Cloudless.Networks;

/// <content>Nodes with parameters.</content>
public sealed partial class NetworkGraphBuilder
{
    /// <summary>Adds <see cref="Conv2dNode"/> with parameters <c>name.weight</c> [Cout,Cin,K,K] and <c>name.bias</c> [Cout].</summary>
    /// <param name="name">Value made.</param>
    /// <param name="input">Images, or vectors for a kernel of 1.</param>
    /// <param name="outputChannels">Cout.</param>
    /// <param name="kernel">K, odd; with a stride of 2 also even.</param>
    /// <param name="stride">Step in H and W, 1 or 2.</param>
    public string Conv2d(string name, string input, int outputChannels, int kernel = 3, int stride = 1)
    {
        if (stride == 1)
        {
            RequireOdd(kernel, nameof(kernel));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        return Conv2d(name, input,
            new Parameter(name + ".weight", outputChannels, ShapeOf(input).Channels, kernel, kernel), new Parameter(name + ".bias", outputChannels), stride);
    }

    /// <summary>Adds <see cref="Conv3dNode"/> with parameters <c>name.weight</c> [Cout,Cin,KT,K,K] and <c>name.bias</c> [Cout].</summary>
    /// <param name="name">Value made.</param>
    /// <param name="input">A sequence.</param>
    /// <param name="outputChannels">Cout.</param>
    /// <param name="dates">KT, odd.</param>
    /// <param name="kernel">K, odd.</param>
    /// <param name="stride">Step in H and W, 1 or 2.</param>
    public string Conv3d(string name, string input, int outputChannels, int dates = 3, int kernel = 3, int stride = 1)
    {
        RequireOdd(dates, nameof(dates));
        RequireOdd(kernel, nameof(kernel));
        return Conv3d(name, input, new Parameter(name + ".weight", outputChannels, ShapeOf(input).Channels, dates, kernel, kernel),
            new Parameter(name + ".bias", outputChannels), stride);
    }

    /// <summary>Adds <see cref="BatchNormNode"/> with parameters <c>name.weight</c>, <c>name.bias</c>, <c>name.mean</c> and <c>name.variance</c>, each [C].</summary>
    public string BatchNorm(string name, string input)
    {
        int channels = ShapeOf(input).Channels;
        return BatchNorm(name, input, new Parameter(name + ".weight", channels), new Parameter(name + ".bias", channels),
            new Parameter(name + ".mean", channels) { Trained = false }, new Parameter(name + ".variance", channels) { Trained = false });
    }

    /// <summary>Adds a convolution over parameters that exist already, e.g. read from a file.</summary>
    internal string Conv2d(string name, string input, Parameter weight, Parameter bias, int stride)
    {
        ValueShape shape = ShapeOf(input);
        if (shape.Kind != ValueKind.Image && !(shape.Kind == ValueKind.Vector && weight.Shape[2] == 1 && stride == 1))
        {
            throw WrongKind(name, input, "images, or vectors if its kernel is 1 x 1 and its stride 1");
        }

        RequireStride(stride);

        RequireChannels(name, weight.Shape[1], shape.Channels);
        RequireChannels(name, bias.Shape[0], weight.Shape[0]);
        _parameters.AddRange([weight, bias]);
        return Add(new Conv2dNode(name, input, weight.Name, bias.Name, stride), shape with { Channels = weight.Shape[0], Level = shape.Level + stride - 1 });
    }

    /// <summary>Adds a convolution over parameters that exist already.</summary>
    internal string Conv3d(string name, string input, Parameter weight, Parameter bias, int stride)
    {
        ValueShape shape = Require(name, input, ValueKind.Sequence, "a sequence [N,C,T,H,W]");
        RequireStride(stride);
        RequireChannels(name, weight.Shape[1], shape.Channels);
        RequireChannels(name, bias.Shape[0], weight.Shape[0]);
        _parameters.AddRange([weight, bias]);
        return Add(new Conv3dNode(name, input, weight.Name, bias.Name, stride), shape with { Channels = weight.Shape[0], Level = shape.Level + stride - 1 });
    }

    /// <summary>Adds a normalization over parameters that exist already.</summary>
    internal string BatchNorm(string name, string input, Parameter weight, Parameter bias, Parameter mean, Parameter variance)
    {
        ValueShape shape = ByChannel(name, input);
        Parameter[] all = [weight, bias, mean, variance];
        foreach (Parameter parameter in all)
        {
            RequireChannels(name, parameter.Values.Length, shape.Channels);
        }

        _parameters.AddRange(all);
        return Add(new BatchNormNode(name, input, weight.Name, bias.Name, mean.Name, variance.Name), shape);
    }

    private static void RequireStride(int stride)
    {
        if (stride is not (1 or 2))
        {
            throw new ArgumentOutOfRangeException(nameof(stride), stride, "A convolution steps by 1 or 2 pixels.");
        }
    }

    private static void RequireOdd(int kernel, string name)
    {
        if (kernel < 1 || kernel % 2 == 0)
        {
            throw new ArgumentOutOfRangeException(name, kernel, "Same padding needs an odd kernel size of at least 1.");
        }
    }
}
