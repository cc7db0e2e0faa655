using Cloudless.Imagery;

namespace Cloudless.Networks;

/// <summary>
/// The discriminator of pix2pix (Isola et al. 2017): tells, for overlapping patches of 70 x 70 pixels, whether an image is a real one, given the cloudy image and SAR. Clip and scale are inside:
/// it takes DN and dB. Only in training; no model file has it.
/// </summary>
/// <remarks>
/// The last two convolutions are of 5 x 5 and 3 x 3 pixels where the original has 4 x 4 twice: they keep the size and see the same 70 pixels. Without normalization, for the baseline of Meraner
/// et al. 2020 has it in the generator alone.
/// </remarks>
public static class PatchGan
{
    /// <summary>Name of the graph's input, [N,C+13,H,W]: the generator's C channels, then the image that is judged in DN.</summary>
    public const string InputName = "judged";

    /// <summary>Name of the graph's output, [N,1,H/8,W/8]: above 0 for what looks real.</summary>
    public const string OutputName = "real";

    private const float Slope = 0.2f;
    private const int Halvings = 3;

    /// <summary>Builds the graph with parameters of zero; <see cref="NormalWeights"/> gives them values.</summary>
    /// <param name="width">Channels of the first layer: 64 as published.</param>
    /// <param name="sar">Whether VV and VH follow the 13 optical channels of the cloudy image.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is out of range.</exception>
    public static NetworkGraph Build(int width, bool sar)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, 512);
        int channels = (2 * Sentinel2Band.Count) + (sar ? 2 : 0);
        var b = new NetworkGraphBuilder();
        string x = UnitInput.Add(b, b.Input(InputName, channels), channels, sar, -1, 1);
        for (int i = 0; i < Halvings; i++)
        {
            x = b.LeakyRelu($"down{i}.relu", b.Conv2d($"down{i}", x, width << i, kernel: 4, stride: 2), Slope);
        }

        x = b.LeakyRelu("wide.relu", b.Conv2d("wide", x, width << Halvings, kernel: 5), Slope);
        b.Output(b.Conv2d(OutputName, x, 1));
        return b.Build();
    }
}
