namespace Cloudless.Networks.Onnx;

/// <summary>Cards of <see cref="SequenceToSequence"/> networks.</summary>
public static class SequenceToSequenceCard
{
    // Of a standard normal number this is as good as all there is.
    private const float NoiseRange = 6;

    /// <summary>Describes a network as its graph is; the rest is for <c>with { … }</c>.</summary>
    /// <param name="options">The network's size.</param>
    /// <param name="bands">Names of the bands that it makes, in order.</param>
    /// <param name="halo">The graph's <see cref="NetworkGraph.Halo"/>.</param>
    /// <param name="name"><see cref="ModelCard.Name"/>.</param>
    /// <param name="version"><see cref="ModelCard.Version"/>.</param>
    /// <param name="created"><see cref="ModelCard.Created"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public static ModelCard Of(SequenceToSequenceOptions options, IReadOnlyList<string> bands, int halo, string name, string version, DateTimeOffset created)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new ModelCard
        {
            Name = name,
            Version = version,
            Created = created,
            Architecture = new ArchitectureCard(ArchitectureCard.SequenceToSequence, options.Width, options.Levels, options.Sar, ResidualScale: 0),
            Channels = options.Sar
                ? [.. ChannelCard.SarNames.Select((n, i) => new ChannelCard(n, ChannelCard.Decibel, DSen2Cr.SarMinimum[i], 0))]
                : [.. Enumerable.Range(0, options.NoiseChannels).Select(i => new ChannelCard($"noise{i}", "1", -NoiseRange, NoiseRange))],
            OutputBands = [.. bands],
            Halo = halo,
            Training = null,
        };
    }
}
