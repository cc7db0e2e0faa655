using Cloudless.Training.Datasets;
using Cloudless.Training.Datasets.Splits;
using Cloudless.Training.Downstream.Labels;

namespace Cloudless.Training.Downstream.Classifiers;

/// <summary>Patches to learn from and patches to judge by.</summary>
/// <param name="Trained">Indices of the former.</param>
/// <param name="Validation">Indices of the latter, one at least.</param>
/// <param name="Rule">How it came about, in words.</param>
internal sealed record PatchSplit(IReadOnlyList<int> Trained, IReadOnlyList<int> Validation, string Rule)
{
    /// <summary>Divides patches.</summary>
    /// <param name="patches">The patches.</param>
    /// <param name="rule">How.</param>
    /// <param name="share">Share to judge by, of a split that is drawn.</param>
    /// <param name="seed">What it is drawn with.</param>
    /// <exception cref="CloudlessException">One side stays empty, or patches to judge by are of a class that nothing is learned of.</exception>
    public static PatchSplit Of(IReadOnlyList<LabeledPatch> patches, PatchSplitRule rule, double share, ulong seed)
    {
        DatasetSplit?[] parts = [.. patches.Select(p => OfficialSplit.Of(p.Group))];
        bool official = parts.All(p => p is not null) && parts.Contains(DatasetSplit.Train) && parts.Contains(DatasetSplit.Validation);
        PatchSplit split = rule switch
        {
            PatchSplitRule.Official or PatchSplitRule.Auto when official || rule == PatchSplitRule.Official => ByScene(parts),
            PatchSplitRule.Image => ByGroup(patches, share, seed),
            _ => ByPatch(patches, share, seed),
        };
        HashSet<int> learned = [.. split.Trained.Select(i => patches[i].Class)];
        return split.Validation.Count > 0 && split.Trained.Count > 1 && split.Validation.All(i => learned.Contains(patches[i].Class))
            ? split
            : throw new CloudlessException(
                $"{patches.Count} labeled patches ({split.Rule}) leave {split.Trained.Count} to learn from and {split.Validation.Count} to judge by{(split.Trained.Count > 1 && split.Validation.Count > 0 ? ", of classes that nothing is learned of" : "")}. "
                + "Give more patches, a smaller --crop, or another --split.");
    }

    private static PatchSplit ByScene(DatasetSplit?[] parts) => new(
        [.. Enumerable.Range(0, parts.Length).Where(i => parts[i] == DatasetSplit.Train)], [.. Enumerable.Range(0, parts.Length).Where(i => parts[i] == DatasetSplit.Validation)],
        "SEN12MS-CR's scenes for training, judged by those for validation; test left out");

    // A share of each class, so that rare ones are judged too; a class of one patch is learned from.
    private static PatchSplit ByPatch(IReadOnlyList<LabeledPatch> patches, double share, ulong seed)
    {
        var random = new SeededRandom(seed);
        List<int> trained = [], validation = [];
        foreach (IGrouping<int, int> members in Enumerable.Range(0, patches.Count).GroupBy(i => patches[i].Class).OrderBy(g => g.Key))
        {
            List<int> left = [.. members];
            for (int count = Math.Min((int)Math.Ceiling(share * left.Count), left.Count - 1); count > 0; count--)
            {
                int chosen = random.Next(left.Count);
                validation.Add(left[chosen]);
                left.RemoveAt(chosen);
            }

            trained.AddRange(left);
        }

        return new PatchSplit(trained, validation, FormattableString.Invariant($"{share:0.##} of the patches of each class left out; patches of one image are on both sides"));
    }

    // Whole groups, in a drawn order, as long as every class keeps a patch to learn from.
    private static PatchSplit ByGroup(IReadOnlyList<LabeledPatch> patches, double share, ulong seed)
    {
        var random = new SeededRandom(seed);
        List<int[]> groups = [.. Enumerable.Range(0, patches.Count).GroupBy(i => patches[i].Group, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.ToArray())];
        Dictionary<int, int> left = patches.GroupBy(p => p.Class).ToDictionary(g => g.Key, g => g.Count());
        List<int> trained = [], validation = [];
        while (groups.Count > 0)
        {
            int chosen = random.Next(groups.Count);
            int[] group = groups[chosen];
            groups.RemoveAt(chosen);
            Dictionary<int, int> lost = group.GroupBy(i => patches[i].Class).ToDictionary(g => g.Key, g => g.Count());
            if (validation.Count < share * patches.Count && lost.All(l => left[l.Key] > l.Value))
            {
                validation.AddRange(group);
                foreach ((int label, int count) in lost)
                {
                    left[label] -= count;
                }
            }
            else
            {
                trained.AddRange(group);
            }
        }

        trained.Sort();
        validation.Sort();
        return new PatchSplit(trained, validation, FormattableString.Invariant($"whole images left out, {share:0.##} of the patches or the next more"));
    }
}
