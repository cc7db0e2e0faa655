namespace Cloudless.Networks.Onnx;

/// <summary>
/// The prior fill that a model was trained with and needs in use: how the masked pixels of the optical input are estimated before the network sees
/// them, with what was learned from other scenes. <see cref="Cloudless.Removal.PriorFills.PriorFill"/> does it.
/// </summary>
/// <param name="Name">One of <see cref="Names"/>; a file that names another one is refused.</param>
/// <param name="ImageWeight">Weight of what the image's own clear pixels say, 0..1; the rest has what was learned from other scenes. 0 for <see cref="GlobalMedian"/>.</param>
/// <param name="Spectrum">13 DN in band order, of other scenes: medians for the methods by median, means for the others.</param>
/// <param name="SarLines">13 lines in band order, of other scenes; null but for <see cref="SarRegression"/>.</param>
/// <param name="SarWindow">Odd side in pixels of the square that VV and VH are averaged over before the lines are applied; 1 takes them as they are.</param>
/// <param name="CeilingFrom">
/// A cloud adds light and takes none away: where the pixel's mean of B02, B03 and B04 is more than so many times the estimate's, no band is estimated brighter than it was seen. At least 1;
/// null, as in files made before there was this, never looks.
/// </param>
public sealed record PriorFillCard(
    string Name, double ImageWeight, IReadOnlyList<float> Spectrum, IReadOnlyList<SarLineCard>? SarLines = null, int SarWindow = 1, double? CeilingFrom = null)
{
    /// <summary>One spectrum for all images: the median of other scenes.</summary>
    public const string GlobalMedian = "global-median";

    /// <summary>The median of the image's clear pixels, shrunk to the global one.</summary>
    public const string PatchMedian = "patch-median";

    /// <summary>The mean of the image's clear pixels, shrunk to the global one.</summary>
    public const string PatchMean = "patch-mean";

    /// <summary>A line per band on VV and VH, fitted on the image's clear pixels and shrunk to the global one; without SAR, <see cref="PatchMean"/>.</summary>
    public const string SarRegression = "sar-regression";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [GlobalMedian, PatchMedian, PatchMean, SarRegression];
}

/// <summary>A band's DN by backscatter: <c>Vv * VV + Vh * VH + Constant</c>, VV and VH in dB.</summary>
/// <param name="Vv">DN per dB of VV.</param>
/// <param name="Vh">DN per dB of VH.</param>
/// <param name="Constant">DN at 0 dB.</param>
public sealed record SarLineCard(double Vv, double Vh, double Constant);
