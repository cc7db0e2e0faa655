using Cloudless.Imagery;

namespace Cloudless.Networks.Onnx;

/// <summary>Cards of networks that are run on windows: <see cref="Pix2Pix"/> and <see cref="UnCRtainTS"/>.</summary>
public static class WindowedCards
{
    /// <summary>Least side of a window: of smaller ones the margins would be most of it.</summary>
    private const int LeastSide = 64;

    // An eighth on each side: 56 % of a window are kept.
    private const int MarginShare = 8;

    /// <summary>Describes a <see cref="Pix2Pix"/> as its graph is; the rest is for <c>with { … }</c>.</summary>
    /// <param name="options">The network's size.</param>
    /// <param name="side">Side of the patches that it was trained on, in pixels.</param>
    /// <param name="name"><see cref="ModelCard.Name"/>.</param>
    /// <param name="version"><see cref="ModelCard.Version"/>.</param>
    /// <param name="created"><see cref="ModelCard.Created"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public static ModelCard Of(Pix2PixOptions options, int side, string name, string version, DateTimeOffset created)
    {
        NetworkGraph graph = Pix2Pix.Build(options);
        return Of(new ArchitectureCard(ArchitectureCard.Pix2Pix, options.Width, options.Levels, options.Sar, 0), graph, side, name, version, created);
    }

    /// <summary>Describes a <see cref="UnCRtainTS"/> as its graph is; the rest is for <c>with { … }</c>.</summary>
    /// <param name="options">The network's size.</param>
    /// <param name="side">Side of the patches that it was trained on, in pixels.</param>
    /// <param name="name"><see cref="ModelCard.Name"/>.</param>
    /// <param name="version"><see cref="ModelCard.Version"/>.</param>
    /// <param name="created"><see cref="ModelCard.Created"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public static ModelCard Of(UnCRtainTSOptions options, int side, string name, string version, DateTimeOffset created)
    {
        NetworkGraph graph = UnCRtainTS.Build(options);
        return Of(new ArchitectureCard(ArchitectureCard.UnCRtainTS, options.Features, options.Blocks, options.Sar, 0), graph, side, name, version, created);
    }

    private static ModelCard Of(ArchitectureCard architecture, NetworkGraph graph, int side, string name, string version, DateTimeOffset created)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        int multiple = graph.SizeMultiple, whole = (Math.Max(side, LeastSide) + multiple - 1) / multiple * multiple;
        var channels = Sentinel2Band.All.Select(b => new ChannelCard(b.Id, ChannelCard.Dn, 0, DSen2Cr.OpticalMaximum));
        if (architecture.Sar)
        {
            channels = channels.Concat(ChannelCard.SarNames.Select(n => new ChannelCard(n, ChannelCard.Decibel, UnitInput.SarMinimum, 0)));
        }

        return new ModelCard
        {
            Name = name,
            Version = version,
            Created = created,
            Architecture = architecture,
            Channels = [.. channels],
            OutputBands = [.. Sentinel2Band.All.Select(b => b.Id)],
            Halo = graph.Halo,
            Window = new WindowCard(whole, whole / MarginShare),
            Training = null,
        };
    }
}
