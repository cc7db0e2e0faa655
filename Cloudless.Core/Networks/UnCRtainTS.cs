using Cloudless.Imagery;

namespace Cloudless.Networks;

/// <summary>
/// UnCRtainTS for one date (Ebel et al. 2023): an encoder and a decoder of MBConv blocks at full resolution, which give the cloud-free image and the variance that its values are expected to
/// have. Clip and scale are inside: it takes DN and dB and gives DN and squared DN.
/// </summary>
/// <remarks>
/// Written from the paper's description. Between encoder and decoder the paper weighs dates by attention (L-TAE): for each head and pixel, a softmax over the dates. Of one date that is 1
/// whatever its queries and keys are, so the features go on as they are and no weight of the attention has a gradient; a graph for one date has therefore none of them.
/// What the paper leaves open is chosen so that the sizes agree with the published 0.52 million parameters: blocks widen by 2, squeeze by 8, normalize in 4 groups, and act by SiLU.
/// Normalization and squeeze look at the whole image, so parts of an image come out differently: removal runs it on windows of a fixed size (<see cref="Onnx.WindowCard"/>).
/// </remarks>
public static class UnCRtainTS
{
    /// <summary>Name of the second output, [N,13,H,W], squared DN: the variance of each value of <see cref="DSen2Cr.OutputName"/>.</summary>
    public const string VarianceName = "variance";

    /// <summary>Squared DN of a softplus of 1.</summary>
    public const float VarianceScale = 1e6f;

    /// <summary>Least variance, squared DN: a deviation of 1 DN, finer than what is stored.</summary>
    public const float LeastVariance = 1;

    private const int Expansion = 2, Squeeze = 8;

    /// <summary>Builds the graph, <c>sar_optical</c> [N,15,H,W] (13 without SAR) to <c>cloud_free</c> and <c>variance</c>, both [N,13,H,W], with parameters of zero; <see cref="HeUniform"/> or a file gives them values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public static NetworkGraph Build(UnCRtainTSOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var b = new NetworkGraphBuilder();
        string x = UnitInput.Add(b, b.Input(DSen2Cr.InputName, options.InputChannels), options.InputChannels, options.Sar, 0, 1);
        x = b.Relu("entry.relu", Norm(b, "entry.norm", b.Conv2d("entry", x, options.Features, kernel: 1)));
        x = Block(b, "encoder", x, options.Features);
        for (int i = 0; i < options.Blocks; i++)
        {
            x = Block(b, $"decoder{i}", x, options.Features);
        }

        const int Bands = Sentinel2Band.Count;
        string last = b.Conv2d(DSen2Cr.TailName, x, 2 * Bands, kernel: 1);
        string mean = b.Sigmoid("mean", b.SliceChannels("tail.mean", last, 0, Bands)), spread = b.Softplus("spread", b.SliceChannels("tail.spread", last, Bands, Bands));
        b.Output(b.Affine(DSen2Cr.OutputName, mean, Same(DSen2Cr.OpticalMaximum), Same(0)));
        b.Output(b.Affine(VarianceName, spread, Same(VarianceScale), Same(LeastVariance)));
        return b.Build();
    }

    // MBConv (Tan and Le 2019, EfficientNet) with normalization by groups in the place of batches.
    private static string Block(NetworkGraphBuilder b, string name, string input, int features)
    {
        int wide = Expansion * features;
        string x = SiLu(b, name + ".wide", Norm(b, name + ".wide.norm", b.Conv2d(name + ".expand", input, wide, kernel: 1)));
        x = SiLu(b, name + ".seen", Norm(b, name + ".seen.norm", b.DepthwiseConv2d(name + ".depthwise", x)));
        string share = b.Conv2d(name + ".squeeze", b.GlobalAveragePool(name + ".pool", x), Math.Max(1, wide / Squeeze), kernel: 1);
        share = b.Sigmoid(name + ".gate", b.Conv2d(name + ".excite", SiLu(b, name + ".squeezed", share), wide, kernel: 1));
        x = b.Conv2d(name + ".project", b.Multiply(name + ".weighed", x, share), features, kernel: 1);
        return b.Add(name, input, Norm(b, name + ".norm", x));
    }

    private static string Norm(NetworkGraphBuilder b, string name, string input) => b.GroupNorm(name, input, UnCRtainTSOptions.Groups);

    private static string SiLu(NetworkGraphBuilder b, string name, string input) => b.Multiply(name, input, b.Sigmoid(name + ".sigmoid", input));

    private static float[] Same(float value) => [.. Sentinel2Band.All.Select(_ => value)];
}
