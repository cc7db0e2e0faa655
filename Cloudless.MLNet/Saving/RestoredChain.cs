using Cloudless.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.MLNet.Saving;

/// <summary>Puts the transformers of Cloudless back into a loaded pipeline.</summary>
internal static class RestoredChain
{
    private static readonly TransformerScope[] Scopes = [TransformerScope.Training, TransformerScope.Testing, TransformerScope.Scoring];

    /// <summary>The pipeline with its steps restored; the same one where it has none.</summary>
    public static ITransformer Of(ITransformer loaded, ExecutionOptions execution) => loaded switch
    {
        TransformerChain<ITransformer> chain => SavedChain.Read(chain)?.ToTransformer(execution) ?? Rebuilt(chain, execution),
        // A loaded chain to which something was appended is a chain of another type.
        IEnumerable<ITransformer> when loaded.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(TransformerChain<>) => Rebuilt((dynamic)loaded, execution),
        _ => loaded,
    };

    private static ITransformer Rebuilt<TLast>(TransformerChain<TLast> chain, ExecutionOptions execution)
        where TLast : class, ITransformer
    {
        ITransformer[] parts = [.. chain], restored = [.. parts.Select(p => Of(p, execution))];
        return restored.SequenceEqual(parts) ? chain : new TransformerChain<ITransformer>(restored, parts.Select(p => ScopeOf(chain, p)));
    }

    private static TransformerScope ScopeOf<TLast>(TransformerChain<TLast> chain, ITransformer part)
        where TLast : class, ITransformer =>
        Scopes.Where(s => chain.GetModelFor(s).Contains(part)).Aggregate(TransformerScope.None, (a, b) => a | b);
}
