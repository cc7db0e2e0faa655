using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Cli.Jobs;

/// <summary>A model as <c>info</c> tells it.</summary>
/// <param name="Source">Path, or the name of the embedded model.</param>
/// <param name="Problem">Why it cannot be loaded; null where it can.</param>
/// <param name="Sha256">Hash of the file.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Card">What the model says about itself; null for a classifier.</param>
/// <param name="CpuEngineProblem">Why the CPU engine cannot read its graph; null where it can, and for what it is not asked to run.</param>
internal sealed record ModelReport(string Source, string? Problem, string? Sha256, long? Bytes, ModelCard? Card, string? CpuEngineProblem)
{
    /// <summary>What the file is for; null where it cannot be loaded.</summary>
    public string? Kind { get; init; }

    /// <summary>What a land-cover classifier says about itself; null for all else.</summary>
    public ClassifierCard? Classifier { get; init; }

    /// <summary>The card for people; null without one.</summary>
    public string? Describe() => Classifier?.Describe() ?? Card?.Describe();

    /// <summary>Reads any file that Cloudless writes.</summary>
    /// <exception cref="ModelContractException">It is none of them, or damaged.</exception>
    public static ModelReport Read(string path)
    {
        byte[] bytes = ModelFile.Read(path);
        ModelProto model = ModelFile.Parse(bytes, path);
        ModelReport Other(string kind, ModelCard? card) => new(path, null, ModelFile.Sha256(bytes), bytes.Length, card, null) { Kind = kind };
        return ClassifierCard.Of(model, path) is { } classifier
            ? Other("tells land cover apart (cloudless study)", null) with { Classifier = classifier }
            : OnnxReader.Card(model, path) switch
            {
                { Series: not null } => Other("removes clouds from a series (cloudless remove-series)", SeriesModel.Load(path).Card),
                { Architecture.Name: ArchitectureCard.Vgg16 } card => Other("what perceptual losses see with (cloudless train-series --perceptual)", card),
                { Architecture.Name: ArchitectureCard.SequenceToSequence } card => Other("fitted to one series (cloudless remove-series)", card),
                _ => Of(CloudRemovalModel.Load(bytes, path)),
            };
    }

    public static ModelReport OfDefault()
    {
        try
        {
            return Of(CloudRemovalModel.LoadDefault());
        }
        catch (ModelContractException error)
        {
            return new ModelReport("default model", error.Message, null, null, null, null);
        }
    }

    private static ModelReport Of(CloudRemovalModel model) => new(model.Source, null, model.Sha256, model.Bytes.Length, model.Card, model.GraphUnreadable)
    {
        Kind = model.HasVariance ? "removes clouds, and tells how sure it is (cloudless remove --uncertainty)" : "removes clouds (cloudless remove)",
    };
}
