using Cloudless.Imagery;

namespace Cloudless.Networks;

/// <summary>
/// VGG16 (Simonyan and Zisserman 2015, configuration D) for 13 bands, told apart by land cover: what the perceptual loss of Ebel et al. 2022 (SEN12MS-CR-TS, equations 3 and 6) sees with.
/// Clip and scale are inside: it takes DN.
/// </summary>
/// <remarks>
/// Unlike the published one it normalizes batches after each convolution, for thirteen layers do not begin to learn on few patches without, and the mean over the image goes before the dense
/// layers (8 x width, then the classes), so that patches of every size can be told apart.
/// </remarks>
public static class Vgg16
{
    /// <summary>Name of the graph's input, [N,13,H,W], DN in band order; H and W of 32 pixels or more.</summary>
    public const string InputName = "optical";

    /// <summary>Name of the graph's output, [N,K,1,1]: one number for each class, the largest one wins; their softmax is the share of belief.</summary>
    public const string OutputName = "classes";

    /// <summary>Least height and width of an image: five halvings leave one pixel.</summary>
    public const int LeastSize = 32;

    private static readonly int[] Convolutions = [2, 2, 3, 3, 3];

    /// <summary>
    /// The values that a perceptual loss compares: relu1_2, relu2_2 and relu3_3 in the names of Johnson et al. 2016. SEN12MS-CR-TS does not say which it takes; these are those of the work its
    /// loss is from (Zhang et al. 2019, An Internal Learning Approach to Video Inpainting).
    /// </summary>
    public static IReadOnlyList<string> PerceptualValues { get; } = ["block1.relu2", "block2.relu2", "block3.relu3"];

    /// <summary>Builds the graph with parameters of zero; <see cref="HeUniform"/> or a file gives them values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public static NetworkGraph Build(Vgg16Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var b = new NetworkGraphBuilder();
        string x = b.Input(InputName, Sentinel2Band.Count);
        x = b.Clamp("clipped", x, Same(0), Same(DSen2Cr.OpticalMaximum));
        x = b.Affine("scaled", x, Same(1 / DSen2Cr.OpticalMaximum), Same(0));
        for (int block = 0; block < Convolutions.Length; block++)
        {
            for (int i = 1; i <= Convolutions[block]; i++)
            {
                string name = $"block{block + 1}.conv{i}";
                string convolved = b.BatchNorm(name + ".norm", b.Conv2d(name, x, options.Width << Math.Min(block, 3)));
                x = b.Relu($"block{block + 1}.relu{i}", convolved);
            }

            x = b.MaxPool($"block{block + 1}.pool", x);
        }

        x = b.Relu("dense.relu", b.Conv2d("dense", b.GlobalAveragePool("mean", x), options.Width * 8, kernel: 1));
        b.Output(b.Conv2d(OutputName, x, options.Classes, kernel: 1));
        return b.Build();
    }

    private static float[] Same(float value) => [.. Sentinel2Band.All.Select(_ => value)];
}
