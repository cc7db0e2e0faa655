using Cloudless.Imagery;

namespace Cloudless.Networks.Onnx;

/// <summary>Cards of <see cref="Vgg16"/> networks.</summary>
public static class Vgg16Card
{
    private const int Blocks = 5;

    /// <summary>Describes a network as its graph is; the rest is for <c>with { … }</c>.</summary>
    /// <param name="options">The network's size.</param>
    /// <param name="classes">Names of the classes in the order of the output.</param>
    /// <param name="name"><see cref="ModelCard.Name"/>.</param>
    /// <param name="version"><see cref="ModelCard.Version"/>.</param>
    /// <param name="created"><see cref="ModelCard.Created"/>.</param>
    /// <exception cref="ArgumentException">There is not one name for each class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public static ModelCard Of(Vgg16Options options, IReadOnlyList<string> classes, string name, string version, DateTimeOffset created)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(classes);
        options.Validate();
        return classes.Count == options.Classes
            ? new ModelCard
            {
                Name = name,
                Version = version,
                Created = created,
                Architecture = new ArchitectureCard(ArchitectureCard.Vgg16, options.Width, Blocks, Sar: false, ResidualScale: 0),
                Channels = [.. Sentinel2Band.All.Select(b => new ChannelCard(b.Id, ChannelCard.Dn, 0, DSen2Cr.OpticalMaximum))],
                OutputBands = [],
                Classes = [.. classes],
                Halo = int.MaxValue,
                Training = null,
            }
            : throw new ArgumentException($"{classes.Count} names for {options.Classes} classes; give one for each.", nameof(classes));
    }
}
