using Cloudless.Imagery;

namespace Cloudless.Networks;

/// <summary>
/// One clear image from the cloudy images of several dates (Ebel et al. 2022, sections III-B and IV-C): every date goes through the same <see cref="DSen2Cr"/>, its features and its
/// restored image are stacked in time, and 3-D convolutions look at all dates together.
/// </summary>
/// <remarks>
/// The paper's last layers are for one fixed number of dates; here they are for any: the convolutions give each date a score in each pixel, whose softmax weighs the restored images into
/// one, and a last convolution adds what is missing, from the features weighed alike. It is the long skip of DSen2-CR over dates. The paper's dates come in order of time; here the nearest
/// to the day wanted comes last, so that the network can tell it by the padding behind it, and knows which day's colors to make.
/// </remarks>
public static class SequenceToPoint
{
    /// <summary>Name of the convolution that scores dates.</summary>
    public const string ScoreName = "score";

    /// <summary>Name of the convolution whose result is added to the weighed images.</summary>
    public const string CorrectionName = "correction";

    /// <summary>Builds the graph, <c>sar_optical</c> [N,T,15,H,W] (13 without SAR) to <c>cloud_free</c> [N,13,H,W], with parameters of zero. The branch's parameters have the names that they have in <see cref="DSen2Cr"/>.</summary>
    public static NetworkGraph Build(SequenceToPointOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var b = new NetworkGraphBuilder();
        string series = b.Input(DSen2Cr.InputName, options.Branch.InputChannels, ValueKind.Series);
        (string features, string restored) = DSen2Cr.Branch(b, b.FoldDates("dates", series), options.Branch);
        string stacked = b.SwapDates("stacked", b.UnfoldDates("series", b.Concat("branches", features, restored), series));
        string x = stacked;
        for (int i = 0; i < options.Convolutions; i++)
        {
            string name = $"fusion{i:00}";
            x = b.Relu(name + ".relu", b.Conv3d(name, x, options.Features));
        }

        string weights = b.SoftmaxOverDates("weights", b.Conv3d(ScoreName, x, 1, dates: 1, kernel: 1));
        string images = b.SliceChannels("images", stacked, options.Branch.Features, Sentinel2Band.Count);
        string mixed = b.SumOverDates("mixed", b.Multiply("weighed", images, weights));
        string seen = b.SumOverDates("seen", b.Multiply("weighed.features", x, weights));
        b.Output(DSen2Cr.ToDn(b, DSen2Cr.OutputName, b.Add("corrected", mixed, b.Conv2d(CorrectionName, seen, Sentinel2Band.Count))));
        return b.Build();
    }

    /// <summary>Gives a graph the weights to start training from: the branch's of a trained single-date network, seeded ones for what joins dates, and zeros for its last layers, so that it begins as the mean of the restored dates.</summary>
    /// <param name="graph">A graph of <see cref="Build"/>.</param>
    /// <param name="branch">A <see cref="DSen2Cr"/> of the size of the branches; null draws their weights too.</param>
    /// <param name="seed">Seed of what is drawn.</param>
    /// <exception cref="CloudlessException">The single-date network has other parameters than the branches.</exception>
    public static void Start(NetworkGraph graph, NetworkGraph? branch, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(graph);
        HeUniform.Initialize(graph, seed);
        foreach (Parameter last in graph.Parameters.Where(p => p.Name.StartsWith(ScoreName + ".", StringComparison.Ordinal) || p.Name.StartsWith(CorrectionName + ".", StringComparison.Ordinal)))
        {
            Array.Clear(last.Values);
        }

        foreach (Parameter from in branch?.Parameters ?? [])
        {
            Parameter? to = graph.Parameters.FirstOrDefault(p => p.Name == from.Name);
            if (to is null || !to.Shape.SequenceEqual(from.Shape))
            {
                throw new CloudlessException(
                    $"The single-date network to start from has {from.Name} of shape [{string.Join(",", from.Shape)}], the branches need {(to is null ? "no such weights" : $"[{string.Join(",", to.Shape)}]")}. Give the features, blocks and SAR of that model ('cloudless info' tells them).");
            }

            from.Values.CopyTo(to.Values, 0);
        }
    }

    /// <summary>Whether a parameter is one of the branch, not of what joins dates.</summary>
    public static bool IsBranch(string parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.StartsWith("head.", StringComparison.Ordinal) || parameter.StartsWith("block", StringComparison.Ordinal)
            || parameter.StartsWith(DSen2Cr.TailName + ".", StringComparison.Ordinal);
    }
}
