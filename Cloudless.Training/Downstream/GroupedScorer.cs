using Cloudless.Imagery;

namespace Cloudless.Training.Downstream;

/// <summary>A classifier whose classes are put together into fewer: a group's share of belief is the sum of its members', so its logit is the logarithm of the sum of their exponentials.</summary>
/// <remarks>For Grad-CAM the weight of a group is the derivative of its logit: the mean of its members' weights by their belief in this patch.</remarks>
internal sealed class GroupedScorer : IPatchScorer
{
    private readonly IPatchScorer _scorer;
    private readonly int[][] _members;

    public GroupedScorer(IPatchScorer scorer, ClassGroups groups)
    {
        _scorer = scorer;
        string[] names = [.. scorer.Classes.Select(c => groups.Of(c) ?? c)];
        Classes = [.. names.Distinct(StringComparer.Ordinal)];
        _members = [.. Classes.Select(g => Enumerable.Range(0, names.Length).Where(k => names[k] == g).ToArray())];
    }

    public string Name => _scorer.Name;

    public string? Sha256 => _scorer.Sha256;

    public IReadOnlyList<string> Classes { get; }

    public IReadOnlyList<Sentinel2Band> Bands => _scorer.Bands;

    public int? Side => _scorer.Side;

    public IReadOnlyList<ScoredPatch> Score(IReadOnlyList<Raster<float>> patches) => [.. _scorer.Score(patches).Select(Grouped)];

    // Who made the classifier disposes it.
    public void Dispose()
    {
    }

    private ScoredPatch Grouped(ScoredPatch scored) => new([.. _members.Select(m => (float)Belief.LogSumExp(m.Select(k => scored.Logits[k])))])
    {
        Features = scored.Features,
        ClassWeights = scored.ClassWeights is { } weights ? Weights(scored, weights) : null,
    };

    private float[] Weights(ScoredPatch scored, IReadOnlyList<float> weights)
    {
        int channels = weights.Count / scored.Logits.Count;
        float[] grouped = new float[_members.Length * channels];
        for (int g = 0; g < _members.Length; g++)
        {
            double all = Belief.LogSumExp(_members[g].Select(k => scored.Logits[k]));
            foreach (int k in _members[g])
            {
                float share = (float)Math.Exp(scored.Logits[k] - all);
                for (int c = 0; c < channels; c++)
                {
                    grouped[(g * channels) + c] += share * weights[(k * channels) + c];
                }
            }
        }

        return grouped;
    }
}
