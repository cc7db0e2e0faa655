using System.Text.Json;
using Cloudless.Imagery;

namespace Cloudless.Networks.Onnx;

/// <summary>What a model file says about itself; travels as JSON in the file's metadata under <see cref="MetadataKey"/>.</summary>
/// <remarks>Immutable. What depends on the machine (threads, device) is never in it. Unknown JSON members are ignored, so that files of later versions with the same <see cref="Format"/> load.</remarks>
public sealed record ModelCard
{
    /// <summary>Key of the card in an ONNX file's <c>metadata_props</c>: <c>cloudless_card</c>.</summary>
    public const string MetadataKey = "cloudless_card";

    /// <summary>The card format that this version writes: 1.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Format of the card; a file with a later one is refused.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Name of the model, e.g. <c>cloudless-default</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Version of the model (not of the program), e.g. <c>0.1.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>When the model was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The network's family and size.</summary>
    public required ArchitectureCard Architecture { get; init; }

    /// <summary>Channels of the input in order: the 13 Sentinel-2 bands, then VV and VH where the model takes SAR.</summary>
    public required IReadOnlyList<ChannelCard> Channels { get; init; }

    /// <summary>Bands of the output in order, DN.</summary>
    public required IReadOnlyList<string> OutputBands { get; init; }

    /// <summary>Classes that the model tells apart, in the order of its output; null for a model that makes images.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Pixels an output pixel sees to each side; tiles need this margin.</summary>
    public required int Halo { get; init; }

    /// <summary>The windows that the network has to be run on; null for one that runs on images of every size, with its halo.</summary>
    public WindowCard? Window { get; init; }

    /// <summary>What series the model takes; null for a model of single images.</summary>
    public SeriesCard? Series { get; init; }

    /// <summary>Radiometry of the optical input and of the output.</summary>
    public RadiometryCard Radiometry { get; init; } = new();

    /// <summary>Estimate that replaces masked pixels of the optical input before the network sees them; null for none.</summary>
    public PriorFillCard? PriorFill { get; init; }

    /// <summary>How the weights came about; null for weights that were not trained, or were elsewhere.</summary>
    public required TrainingCard? Training { get; init; }

    /// <summary>The file of another program that the weights were taken from; null for weights of Cloudless' own.</summary>
    public OriginCard? Origin { get; init; }

    /// <summary>How the model was turned into one of 8-bit integers; null for a model of float32.</summary>
    public QuantizationCard? Quantization { get; init; }

    /// <summary>What was measured, on which data, by which protocol; empty where nothing was.</summary>
    public IReadOnlyList<MetricCard> Metrics { get; init; } = [];

    /// <summary>What the model is not, and where it must not be trusted.</summary>
    public IReadOnlyList<string> Limitations { get; init; } = [];

    /// <summary>Describes a <see cref="DSen2Cr"/> with the clip ranges and the halo its graph has; the rest is for <c>with { … }</c>.</summary>
    /// <param name="options">The network's size.</param>
    /// <param name="name"><see cref="Name"/>.</param>
    /// <param name="version"><see cref="Version"/>.</param>
    /// <param name="created"><see cref="Created"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public static ModelCard ForDSen2Cr(DSen2CrOptions options, string name, string version, DateTimeOffset created)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var channels = Sentinel2Band.All.Select(b => new ChannelCard(b.Id, ChannelCard.Dn, 0, DSen2Cr.OpticalMaximum));
        if (options.Sar)
        {
            channels = channels.Concat(ChannelCard.SarNames.Select((n, i) => new ChannelCard(n, ChannelCard.Decibel, DSen2Cr.SarMinimum[i], 0)));
        }

        return new ModelCard
        {
            Name = name,
            Version = version,
            Created = created,
            Architecture = new ArchitectureCard(ArchitectureCard.DSen2Cr, options.Features, options.Blocks, options.Sar, options.ResidualScale),
            Channels = [.. channels],
            OutputBands = [.. Sentinel2Band.All.Select(b => b.Id)],
            Halo = (2 * options.Blocks) + 2,
            Training = null,
        };
    }

    /// <summary>Describes a <see cref="SequenceToPoint"/> as its graph is; the rest is for <c>with { … }</c>.</summary>
    /// <param name="options">The network's size and dates.</param>
    /// <param name="name"><see cref="Name"/>.</param>
    /// <param name="version"><see cref="Version"/>.</param>
    /// <param name="created"><see cref="Created"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public static ModelCard ForSequenceToPoint(SequenceToPointOptions options, string name, string version, DateTimeOffset created)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        ModelCard branch = ForDSen2Cr(options.Branch, name, version, created);
        return branch with
        {
            Architecture = branch.Architecture with { Name = ArchitectureCard.SequenceToPoint },
            Series = new SeriesCard(options.LeastDates, options.MostDates, options.Features, options.Convolutions),
            Halo = branch.Halo + options.Convolutions + 1,
        };
    }

    /// <summary>The card as indented JSON; the same card gives the same text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ModelCardJson.Default.ModelCard);

    /// <summary>Reads a card.</summary>
    /// <param name="json">The text that <see cref="ToJson"/> makes.</param>
    /// <param name="source">File the text comes from, for the error message.</param>
    /// <exception cref="ModelContractException">The text is not JSON, lacks a required member, or has a later format.</exception>
    public static ModelCard FromJson(string json, string source)
    {
        ArgumentNullException.ThrowIfNull(json);
        ModelCard? card;
        try
        {
            card = JsonSerializer.Deserialize(json, ModelCardJson.Default.ModelCard);
        }
        catch (JsonException e)
        {
            throw new ModelContractException(
                $"{source}: the model card ({MetadataKey}) cannot be read: {e.Message} Write the file again with a card of format {CurrentFormat}.", e);
        }

        if (card is null || card.Format != CurrentFormat)
        {
            throw new ModelContractException(
                $"{source}: the model card ({MetadataKey}) has format {card?.Format.ToString() ?? "null"}; this version reads format {CurrentFormat}. Take a version of Cloudless that knows it.");
        }

        IEnumerable<object?> items = [.. card.Channels, .. card.OutputBands, .. card.Metrics, .. card.Limitations, .. card.Training?.Data ?? [], .. card.Classes ?? []];
        return !items.Contains(null)
            ? card
            : throw new ModelContractException($"{source}: the model card ({MetadataKey}) has a list with null in it. Write the file again with a complete card.");
    }

    /// <summary>The card as lines for people, as <c>cloudless info</c> prints it; ends without a line break.</summary>
    public string Describe() => ModelCardText.Render(this);
}
