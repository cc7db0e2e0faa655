using Cloudless.Imagery;
using Cloudless.Inference.OnnxRuntime;
using Cloudless.Networks.Onnx;
using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Training.Downstream;

/// <summary>A land-cover classifier in an ONNX file: with a <see cref="ClassifierCard"/>, or anybody's with a <see cref="ForeignClassifier"/> that says how to ask it.</summary>
/// <remarks>Every patch is a run of its own on one thread: neither the number of threads nor the patches beside it change its bits. Safe from several threads.</remarks>
public sealed class OnnxClassifier : IPatchScorer
{
    private readonly ClassifierEngine _engine;
    private readonly ForeignClassifier _form;
    private readonly string _source;
    private readonly int _threads;
    private readonly float[]? _weights;

    private OnnxClassifier(string source, byte[] bytes, ModelProto model, ForeignClassifier form, int threads)
    {
        (_source, _form, _threads) = (source, form, threads);
        Name = Path.GetFileNameWithoutExtension(source);
        Sha256 = ModelFile.Sha256(bytes);
        _weights = form.ClassifierWeight is { } weight ? Weights(model, weight, form.Classes.Count, source) : null;
        _engine = new ClassifierEngine(bytes, source, form.Input, form.Output, form.Features);
        try
        {
            if (_engine.Bands is { } bands && bands != form.Bands.Count)
            {
                throw new BandMissingException($"{source}: the network takes {bands} bands; {form.Bands.Count} are named ({string.Join(", ", form.Bands.Select(b => b.Id))}). Name the bands that it was trained on.");
            }

            Side = form.Side ?? _engine.Side;
        }
        catch
        {
            _engine.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string? Sha256 { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => _form.Classes;

    /// <inheritdoc/>
    public IReadOnlyList<Sentinel2Band> Bands => _form.Bands;

    /// <inheritdoc/>
    public int? Side { get; }

    /// <summary>What the file says of itself; null for anybody's file.</summary>
    public ClassifierCard? Card { get; private init; }

    /// <summary>How anybody's file is asked; null for one with a card.</summary>
    internal ForeignClassifier? Foreign { get; private init; }

    /// <summary>Loads a file.</summary>
    /// <param name="path">ONNX file.</param>
    /// <param name="foreign">What the file does not say, where it has no card; null where it has one.</param>
    /// <param name="threads">Patches asked about at once; 0 takes all processors.</param>
    /// <param name="side">Side in pixels of what it looks at, in place of the card's: a network that ends in the mean over its maps takes others, and larger ones give finer maps of where it looks.</param>
    /// <exception cref="ModelContractException">The file is not there or damaged, has neither card nor <paramref name="foreign"/>, has both, or lacks an input, output or initializer that they name.</exception>
    /// <exception cref="BandMissingException">The network takes another number of bands than are named.</exception>
    /// <exception cref="CloudlessException">ONNX Runtime is missing or refuses the file.</exception>
    public static OnnxClassifier Load(string path, ForeignClassifier? foreign = null, int threads = 0, int? side = null)
    {
        byte[] bytes = ModelFile.Read(path);
        ModelProto model = ModelFile.Parse(bytes, path);
        ClassifierCard? card = ClassifierCard.Of(model, path);
        if (card is null == foreign is null)
        {
            throw new ModelContractException(card is null
                ? $"{path}: the file has no classifier's card ({ClassifierCard.MetadataKey}). Say its bands and classes (--bands, --class-names), or give a file of 'cloudless train-classifier'."
                : $"{path}: the file's card says its bands, classes and scale itself; leave away what you say about them (all but --side).");
        }

        ForeignClassifier form = foreign ?? FormOf(card!, model);
        form = form with { Side = side ?? form.Side };
        form.Validate();
        return new OnnxClassifier(path, bytes, model, form, threads) { Card = card, Foreign = foreign };
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScoredPatch> Score(IReadOnlyList<Raster<float>> patches)
    {
        ArgumentNullException.ThrowIfNull(patches);
        var scored = new ScoredPatch[patches.Count];
        foreach (Raster<float> patch in patches)
        {
            PatchInput.RequireFit(patch, Side, _source);
        }

        Workers.ForEach(patches.Count, _threads, i => scored[i] = Score(patches[i]));
        return scored;
    }

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();

    private ScoredPatch Score(Raster<float> patch)
    {
        Raster<float> input = PatchInput.Of(patch, _form, Side);
        (float[] logits, float[]? features, TensorShape shape) = _engine.Run(input.Data, input.Channels, input.Height, input.Width);
        if (logits.Length != Classes.Count || !logits.All(float.IsFinite))
        {
            throw new ModelContractException(logits.Length != Classes.Count
                ? $"{_source}: the network tells {logits.Length} classes apart; {Classes.Count} are named ({string.Join(", ", Classes)}). Name each class of its output, in order."
                : $"{_source}: the network gives values that are not finite for a patch of {input.Width} x {input.Height} pixels.");
        }

        if (_form.Probabilities && logits.Any(p => p is not (>= 0 and <= 1.001f)))
        {
            throw new ModelContractException($"{_source}: the output '{_form.Output}' gives {logits.Min()} to {logits.Max()}; probabilities lie in 0..1. Name it as the output of logits.");
        }

        return new ScoredPatch(_form.Probabilities ? [.. logits.Select(p => MathF.Log(Math.Max(p, 1e-30f)))] : logits)
        {
            Features = features is null ? null : new Raster<float>(shape.C, shape.H, shape.W, features),
            ClassWeights = _weights,
        };
    }

    private static ForeignClassifier FormOf(ClassifierCard card, ModelProto model) => new()
    {
        Bands = [.. card.Bands.Select(id => Sentinel2Band.All.First(b => b.Id == id))],
        Classes = card.Classes,
        Side = card.CropSide,
        Input = ClassifierCard.InputName,
        Output = ClassifierCard.ClassesName,
        Features = model.Graph.Output.Any(o => o.Name == ClassifierCard.FeaturesName) ? ClassifierCard.FeaturesName : null,
        ClassifierWeight = card.ClassifierWeight,
    };

    // [K,C], or [K,C,1,1] of a convolution; [C,K] where a matrix stands on the right of the features.
    private static float[] Weights(ModelProto model, string name, int classes, string source)
    {
        TensorProto tensor = model.Graph.Initializer.FirstOrDefault(i => i.Name == name)
            ?? throw new ModelContractException($"{source}: there is no initializer '{name}', which is to be the weight of the last linear layer. Name another one, or none.");
        long[] shape = [.. tensor.Dims.Where((d, i) => i < 2 || d != 1)];
        float[] values = shape is [_, _] ? OnnxTensor.Floats(tensor, source) ?? [] : [];
        if (values.Length == 0 || (shape[0] != classes && shape[1] != classes))
        {
            throw new ModelContractException($"{source}: the initializer '{name}' is [{string.Join(',', tensor.Dims)}]; the weight of the last linear layer is float32 [{classes},C].");
        }

        int channels = values.Length / classes;
        return shape[0] == classes ? values : [.. from k in Enumerable.Range(0, classes) from c in Enumerable.Range(0, channels) select values[(c * classes) + k]];
    }
}
