namespace Cloudless.Networks;

/// <summary>
/// The 3-D encoder and decoder of Ebel et al. 2022 (SEN12MS-CR-TS, section III-B and figure 8, after the U-Net of Ronneberger et al. 2015): a series of SAR images, or noise, becomes a series of
/// optical ones. Fitted to the very series it mends (<c>InternalLearning</c> of Cloudless.Training); its weights are of no use for another place.
/// </summary>
/// <remarks>The paper draws the network and gives no sizes; those of <see cref="SequenceToSequenceOptions"/> are ours. Clip and scale are inside: it takes dB and gives DN.</remarks>
public static class SequenceToSequence
{
    /// <summary>Name of the graph's input where SAR drives it, [N,T,2,H,W]: VV and VH in dB.</summary>
    public const string SarName = "sar";

    /// <summary>Name of the graph's input where noise drives it, [N,T,C,H,W]: standard normal numbers.</summary>
    public const string NoiseName = "noise";

    /// <summary>Name of the last convolution, before the sigmoid.</summary>
    public const string TailName = "tail";

    private const float Slope = 0.2f;

    /// <summary>Builds the graph with parameters of zero; <see cref="HeUniform"/> gives them values. Its output is <see cref="DSen2Cr.OutputName"/>, [N,T,B,H,W], 0..10000 DN.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public static NetworkGraph Build(SequenceToSequenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var b = new NetworkGraphBuilder();
        string x = b.SwapDates("sequence", b.Input(options.Sar ? SarName : NoiseName, options.InputChannels, ValueKind.Series));
        if (options.Sar)
        {
            IReadOnlyList<float> lower = DSen2Cr.SarMinimum;
            x = b.Affine("scaled", b.Clamp("clipped", x, lower, [0, 0]), [.. lower.Select(l => -1 / l)], [1, 1]);
        }

        var skips = new List<string>();
        x = Layer(b, "entry", x, options.Width);
        for (int level = 1; level <= options.Levels; level++)
        {
            skips.Add(x);
            x = Layer(b, $"down{level}", x, Features(options, level), stride: 2);
            x = Layer(b, $"deep{level}", x, Features(options, level));
        }

        for (int level = options.Levels - 1; level >= 0; level--)
        {
            string name = $"up{level}";
            x = b.Concat(name + ".joined", b.Upsample(name + ".doubled", x, bilinear: false), skips[level]);
            x = Layer(b, name, x, Features(options, level));
        }

        x = b.Sigmoid("reflectance", b.Conv3d(TailName, x, options.Bands, dates: 1, kernel: 1));
        x = b.Affine("dn", x, [.. Enumerable.Repeat(DSen2Cr.OpticalMaximum, options.Bands)], new float[options.Bands]);
        b.Output(b.SwapDates(DSen2Cr.OutputName, x));
        return b.Build();
    }

    private static int Features(SequenceToSequenceOptions options, int level) => options.Width << Math.Min(level, 3);

    private static string Layer(NetworkGraphBuilder b, string name, string input, int features, int stride = 1) =>
        b.LeakyRelu(name + ".relu", b.BatchNorm(name + ".norm", b.Conv3d(name, input, features, stride: stride)), Slope);
}
