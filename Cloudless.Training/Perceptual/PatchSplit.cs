namespace Cloudless.Training.Perceptual;

/// <summary>Patches to learn from and patches to judge by.</summary>
/// <param name="Trained">Indices of the former.</param>
/// <param name="Validation">Indices of the latter, one at least.</param>
internal sealed record PatchSplit(IReadOnlyList<int> Trained, IReadOnlyList<int> Validation)
{
    /// <summary>Leaves out a share of each class, so that rare ones are judged too; a class of one patch is learned from.</summary>
    public static PatchSplit Of(IReadOnlyList<LabeledPatch> patches, double share, ulong seed)
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

        return validation.Count > 0 && trained.Count > 1
            ? new PatchSplit(trained, validation)
            : throw new CloudlessException($"{patches.Count} labeled patches are too few to learn from and to judge by: every class has one. Give more patches, or a smaller --crop.");
    }
}
