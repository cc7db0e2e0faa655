using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Masks;
using Cloudless.Networks.Onnx;
using Cloudless.Removal;
using Cloudless.Removal.PriorFills;

namespace Cloudless.Training.Evaluation.Comparison;

/// <summary>The models of a comparison, loaded, with the methods made of them: composite on and off, and the prior fill that the card asks for alone.</summary>
internal sealed class JudgedModels : IDisposable
{
    private readonly List<CloudRemover> _removers = [];
    private readonly List<Method> _methods = [];
    private readonly List<JudgedModel> _facts = [];

    /// <summary>Loads models.</summary>
    /// <exception cref="CloudlessException">A file is no model.</exception>
    public JudgedModels(IReadOnlyList<string> models, int threads)
    {
        try
        {
            foreach (string path in models)
            {
                Add(path, threads);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The methods, model after model.</summary>
    public IReadOnlyList<Method> Methods => _methods;

    /// <summary>What the models are.</summary>
    public IReadOnlyList<JudgedModel> Facts => _facts;

    /// <inheritdoc/>
    public void Dispose() => _removers.ForEach(r => r.Dispose());

    private void Add(string path, int threads)
    {
        CloudRemovalModel model = path == "default" ? CloudRemovalModel.LoadDefault() : CloudRemovalModel.Load(path);
        string name = UniqueName(path == "default" ? path : Path.GetFileNameWithoutExtension(path));
        _facts.Add(new JudgedModel(name, model.Sha256, model.Card.Training?.Loss));
        if (model.Card.PriorFill is { } card)
        {
            var fill = new PriorFill(card);
            _methods.Add(new Method($"{name}: its {card.Name} fill alone", p => fill.Apply(p.Cloudy, p.Sar, RemovalMask.Compute(p.Cloudy))));
        }

        _methods.Add(Removal($"{name}: composite", model, threads, composite: true));
        _methods.Add(Removal($"{name}: network", model, threads, composite: false));
    }

    private Method Removal(string name, CloudRemovalModel model, int threads, bool composite)
    {
        // Of the composite, what is taken from the input has no deviation: calibration is the network's.
        bool uncertainty = model.HasVariance && !composite;
        var remover = new CloudRemover(
            model, new ExecutionOptions { Threads = threads }, new RemovalOptions { Composite = composite, SarScale = SarScale.Decibel, Uncertainty = uncertainty });
        _removers.Add(remover);
        return new Method(name, patch => remover.Remove(patch.Cloudy, patch.Sar).Image) { WithDeviation = uncertainty ? patch => remover.Remove(patch.Cloudy, patch.Sar) : null };
    }

    private string UniqueName(string name)
    {
        string unique = name;
        for (int i = 2; _facts.Any(f => f.Name == unique); i++)
        {
            unique = $"{name} ({i})";
        }

        return unique;
    }
}

/// <summary>A model that was judged.</summary>
/// <param name="Name">Name in the tables.</param>
/// <param name="Sha256">Digest of the file.</param>
/// <param name="Loss">Loss it was trained with; null where the card does not tell.</param>
public sealed record JudgedModel(string Name, string Sha256, string? Loss);
