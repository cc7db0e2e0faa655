using Cloudless.Imagery;

namespace Cloudless.Networks;

/// <summary>
/// DSen2-CR (Meraner et al. 2020, section 3): a residual network on stacked optical and SAR channels with a long skip from the optical
/// input to the output. Clip and scale are inside the graph: it takes DN and dB and gives DN.
/// </summary>
public static class DSen2Cr
{
    /// <summary>Name of the graph's input, [N,15,H,W] (13 without SAR): DN in band order, then VV and VH in dB.</summary>
    public const string InputName = "sar_optical";

    /// <summary>Name of the graph's output, [N,13,H,W], DN.</summary>
    public const string OutputName = "cloud_free";

    /// <summary>Name of the last convolution, whose result is added to the optical input.</summary>
    public const string TailName = "tail";

    /// <summary>DN that is one network unit: 2000, as published.</summary>
    public const float OpticalScale = 2000f;

    /// <summary>Optical values are clipped to 0..10000 DN.</summary>
    public const float OpticalMaximum = 10000f;

    /// <summary>Lower ends of the SAR clip ranges in dB, VV and VH; the upper end is 0 dB. Both ranges are scaled to 0..2.</summary>
    public static IReadOnlyList<float> SarMinimum { get; } = [-25f, -32.5f];

    /// <summary>Builds the graph with parameters of zero; <see cref="HeUniform"/> or a file gives them values.</summary>
    public static NetworkGraph Build(DSen2CrOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var b = new NetworkGraphBuilder();
        (_, string restored) = Branch(b, b.Input(InputName, options.InputChannels), options);
        b.Output(ToDn(b, OutputName, restored));
        return b.Build();
    }

    /// <summary>Adds the network without its last unit conversion.</summary>
    /// <param name="b">The graph.</param>
    /// <param name="input">Images [N,15,H,W] (13 without SAR), DN and dB.</param>
    /// <param name="options">The network's size.</param>
    /// <returns>The last features [N,F,H,W], and the restored images [N,13,H,W] in network units.</returns>
    internal static (string Features, string Restored) Branch(NetworkGraphBuilder b, string input, DSen2CrOptions options)
    {
        const int Optical = Sentinel2Band.Count;
        int channels = options.InputChannels;
        float[] lower = new float[channels], upper = new float[channels], scale = new float[channels], shift = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            bool sar = c >= Optical;
            lower[c] = sar ? SarMinimum[c - Optical] : 0f;
            upper[c] = sar ? 0f : OpticalMaximum;
            scale[c] = sar ? -2f / lower[c] : 1f / OpticalScale;
            shift[c] = sar ? 2f : 0f;
        }

        string scaled = b.Affine("scaled", b.Clamp("clipped", input, lower, upper), scale, shift);
        string x = b.Relu("head.relu", b.Conv2d("head", scaled, options.Features));
        for (int i = 0; i < options.Blocks; i++)
        {
            string name = $"block{i:00}";
            string v = b.Relu(name + ".relu", b.Conv2d(name + ".conv1", x, options.Features));
            v = b.Scale(name + ".scale", b.Conv2d(name + ".conv2", v, options.Features), options.ResidualScale);
            x = b.Add(name, x, v);
        }

        string skip = options.Sar ? b.SliceChannels("optical", scaled, 0, Optical) : scaled;
        return (x, b.Add("restored", b.Conv2d(TailName, x, Optical), skip));
    }

    /// <summary>Adds the way from network units back to DN.</summary>
    internal static string ToDn(NetworkGraphBuilder b, string name, string image) =>
        b.Affine(name, image, Constant(Sentinel2Band.Count, OpticalScale), Constant(Sentinel2Band.Count, 0f));

    private static float[] Constant(int count, float value)
    {
        float[] values = new float[count];
        Array.Fill(values, value);
        return values;
    }
}
