namespace Cloudless.Networks;

/// <summary>
/// ResNet50 (He et al. 2016) for multi-spectral images, which tells land cover apart: the classifier of the study of cloud removal downstream. Its z-scores are inside: it takes DN.
/// </summary>
/// <remarks>
/// The strides of the stages are those of the later edition (v1.5, as torchvision has it): on the 3 x 3 convolution of a block, not on its first. Every convolution has a bias, which the
/// normalization behind it takes away again. H and W may be any; multiples of 32, such as the published 224, lose no border.
/// </remarks>
public static class ResNet50
{
    /// <summary>Name of the graph's input, [N,B,H,W], DN of <see cref="ResNet50Options.Bands"/> in their order.</summary>
    public const string InputName = "optical";

    /// <summary>Name of the first output, [N,K,1,1]: one number (logit) for each class, the largest one wins; their softmax is the share of belief.</summary>
    public const string OutputName = "classes";

    /// <summary>Name of the second output, [N,C,H/32,W/32]: the last feature maps. Their means over the image, times <see cref="ClassWeight"/>, are the logits but for a bias.</summary>
    public const string FeaturesName = "features";

    /// <summary>Name of the parameter [K,C,1,1] of the one linear layer at the end.</summary>
    public const string ClassWeight = OutputName + ".weight";

    /// <summary>Least height and width of an image: five halvings leave one pixel.</summary>
    public const int LeastSize = 32;

    // A block's last convolution has so many times the channels of its others.
    private const int Expansion = 4;

    private static readonly int[] Blocks = [3, 4, 6, 3];

    /// <summary>Builds the graph with parameters of zero; <see cref="HeUniform"/> or a file gives them values. Convolutions and normalizations have torchvision's names.</summary>
    /// <exception cref="ArgumentException">The options are no network's; the message says why.</exception>
    public static NetworkGraph Build(ResNet50Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var b = new NetworkGraphBuilder();
        (float[] scale, float[] shift) = ZScores(options);
        string x = b.Affine("scaled", b.Input(InputName, options.Bands.Count), scale, shift);
        x = b.Relu("relu1", Normed(b, "conv1", "bn1", x, options.Width, kernel: 7, stride: 2));
        x = b.MaxPool("maxpool", x, kernel: 3);
        for (int stage = 0; stage < Blocks.Length; stage++)
        {
            for (int block = 0; block < Blocks[stage]; block++)
            {
                bool last = stage == Blocks.Length - 1 && block == Blocks[stage] - 1;
                x = Bottleneck(b, $"layer{stage + 1}.{block}", x, options.Width << stage, first: block == 0, stride: block == 0 && stage > 0 ? 2 : 1, last ? FeaturesName : null);
            }
        }

        b.Output(b.Conv2d(OutputName, b.GlobalAveragePool("mean", x), options.Classes, kernel: 1));
        b.Output(x);
        return b.Build();
    }

    private static string Bottleneck(NetworkGraphBuilder b, string name, string input, int width, bool first, int stride, string? output)
    {
        string x = b.Relu(name + ".relu1", Normed(b, name + ".conv1", name + ".bn1", input, width, kernel: 1, stride: 1));
        x = b.Relu(name + ".relu2", Normed(b, name + ".conv2", name + ".bn2", x, width, kernel: 3, stride));
        x = Normed(b, name + ".conv3", name + ".bn3", x, width * Expansion, kernel: 1, stride: 1);
        string beside = first ? Normed(b, name + ".downsample.0", name + ".downsample.1", input, width * Expansion, kernel: 1, stride) : input;
        return b.Relu(output ?? name + ".relu3", b.Add(name + ".sum", x, beside));
    }

    private static string Normed(NetworkGraphBuilder b, string convolution, string norm, string input, int channels, int kernel, int stride) =>
        b.BatchNorm(norm, b.Conv2d(convolution, input, channels, kernel, stride));

    private static (float[] Scale, float[] Shift) ZScores(ResNet50Options options)
    {
        float[] means = [.. options.Means ?? options.Bands.Select(band => PublishedStatistics.Of(band)!.Value.Mean)];
        float[] deviations = [.. options.Deviations ?? options.Bands.Select(band => PublishedStatistics.Of(band)!.Value.Deviation)];
        return ([.. deviations.Select(d => 1 / d)], [.. means.Zip(deviations, (m, d) => -m / d)]);
    }
}
