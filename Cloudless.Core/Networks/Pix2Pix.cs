using Cloudless.Imagery;

namespace Cloudless.Networks;

/// <summary>
/// The generator of pix2pix (Isola et al. 2017: a U-Net of 4 x 4 convolutions), the baseline of Meraner et al. 2020, section 4.3: optical values and SAR scaled to -1..1, batch normalization.
/// Clip and scale are inside: it takes DN and dB and gives DN.
/// </summary>
/// <remarks>Without the dropout of the original, which stands there for noise: the same input gives the same image. <see cref="PatchGan"/> is its opponent in training.</remarks>
public static class Pix2Pix
{
    private const float Slope = 0.2f;

    /// <summary>Builds the graph, <c>sar_optical</c> [N,15,H,W] (13 without SAR) to <c>cloud_free</c> [N,13,H,W], 0..10000 DN, with parameters of zero; <see cref="NormalWeights"/> gives them values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public static NetworkGraph Build(Pix2PixOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var b = new NetworkGraphBuilder();
        string x = UnitInput.Add(b, b.Input(DSen2Cr.InputName, options.InputChannels), options.InputChannels, options.Sar, -1, 1);
        var skips = new List<string>();
        for (int level = 1; level <= options.Levels; level++)
        {
            // The first layer sees the image as it is; the innermost one is too small to tell a mean from a value.
            string name = $"down{level}", taken = level == 1 ? x : b.LeakyRelu(name + ".relu", x, Slope);
            x = b.Conv2d(name, taken, Features(options, level), kernel: 4, stride: 2);
            x = level == 1 || level == options.Levels ? x : b.BatchNorm(name + ".norm", x);
            skips.Add(x);
        }

        for (int level = options.Levels; level > 1; level--)
        {
            string name = $"up{level}";
            x = b.BatchNorm(name + ".norm", b.ConvTranspose2d(name, b.Relu(name + ".relu", x), Features(options, level - 1)));
            x = b.Concat(name + ".joined", x, skips[level - 2]);
        }

        x = b.Tanh("unit", b.ConvTranspose2d("up1", b.Relu("up1.relu", x), Sentinel2Band.Count));
        const float Half = DSen2Cr.OpticalMaximum / 2;
        b.Output(b.Affine(DSen2Cr.OutputName, x, Same(Half), Same(Half)));
        return b.Build();
    }

    private static int Features(Pix2PixOptions options, int level) => options.Width << Math.Min(level - 1, 3);

    private static float[] Same(float value) => [.. Sentinel2Band.All.Select(_ => value)];
}
