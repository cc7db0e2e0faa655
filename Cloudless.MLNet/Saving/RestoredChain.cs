using Cloudless.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.MLNet.Saving;

/// <summary>Puts the transformers of Cloudless back into a loaded pipeline.</summary>
internal static class RestoredChain
{
    private static readonly TransformerScope[] Scopes = [TransformerScope.Training, TransformerScope.Testing, TransformerScope.Scoring];

    /// <summary>The pipeline with its steps restored; the same one where it has none.</summary>
    public static ITransformer Of(ITransformer loaded, ExecutionOptions execution)
    {
        if (loaded is not TransformerChain<ITransformer> chain)
        {
            return loaded;
        }

        if (SavedChain.Read(chain) is { } step)
        {
            return step.ToTransformer(execution);
        }

        ITransformer[] parts = [.. chain], restored = [.. parts.Select(p => Of(p, execution))];
        return restored.SequenceEqual(parts) ? chain : new TransformerChain<ITransformer>(restored, parts.Select(p => ScopeOf(chain, p)));
    }

    private static TransformerScope ScopeOf(TransformerChain<ITransformer> chain, ITransformer part) =>
        Scopes.Where(s => chain.GetModelFor(s).Contains(part)).Aggregate(TransformerScope.None, (a, b) => a | b);
}
