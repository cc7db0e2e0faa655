using Cloudless.Training.Datasets.Layouts;

namespace Cloudless.Training.Datasets.Splits;

/// <summary>Divides a listing into training, validation and test.</summary>
internal static class Divider
{
    /// <summary>Divides by the options' rule; <see cref="SplitRule.Auto"/> is the list where there is one, else the layout's own.</summary>
    /// <exception cref="CloudlessException">The rule does not fit the data.</exception>
    public static Division Divide(Listing listing, DatasetOptions options, FileList? list)
    {
        SplitRule rule = list is not null ? SplitRule.List : options.Split == SplitRule.Auto ? listing.NaturalSplit : options.Split;
        Division division = rule switch
        {
            SplitRule.Official => Official(listing.Items),
            SplitRule.Scene => ByScene(listing.Items, options),
            SplitRule.Random => ByPatch(listing.Items, options),
            SplitRule.List => ByList(listing.Items, list!),
            _ => new Division("not divided", listing.Items),
        };
        int torn = TornScenes(division.Items);
        return torn == 0 ? division : division with
        {
            Warnings =
            [
                .. division.Warnings,
                $"{torn} of {division.Items.Select(i => i.Group).Distinct().Count()} scenes stand both in training and in validation or test. Patches of a scene overlap or touch, so ground that was trained on is judged on: figures are too good. Divide by scene to know how a model does on new ground.",
            ],
        };
    }

    /// <summary>Number of scenes that are trained on and judged on.</summary>
    private static int TornScenes(IReadOnlyList<PatchItem> items) => items
        .Where(i => i.Split is not null)
        .GroupBy(i => i.Group, StringComparer.Ordinal)
        .Count(g => g.Any(i => i.Split == DatasetSplit.Train) && g.Any(i => i.Split != DatasetSplit.Train));

    private static Division Official(IReadOnlyList<PatchItem> items)
    {
        PatchItem[] divided = [.. items.Select(i => i with { Split = OfficialSplit.Of(i.Group) })];
        string[] unknown = [.. divided.Where(i => i.Split is null).Select(i => i.Group).Distinct()];
        if (divided.Length > 0 && divided.All(i => i.Split is null))
        {
            throw new CloudlessException(
                $"None of the scenes ({string.Join(", ", unknown.Take(3))}) is of the official split of SEN12MS-CR, which names scenes as ROIs1158_spring_106. Choose another split.");
        }

        return new Division("official split of SEN12MS-CR by scene", divided)
        {
            Warnings = unknown.Length == 0 ? [] : [$"{unknown.Length} scenes are not in the official split and belong to no part: {string.Join(", ", unknown.Take(5))}{(unknown.Length > 5 ? " ..." : "")}"],
        };
    }

    private static Division ByScene(IReadOnlyList<PatchItem> items, DatasetOptions options)
    {
        string[] scenes = [.. items.Select(i => i.Group).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Shuffle(scenes, options.SplitSeed);
        (int train, int validation) = Counts(scenes.Length, options);
        var parts = new Dictionary<string, DatasetSplit>(StringComparer.Ordinal);
        for (int i = 0; i < scenes.Length; i++)
        {
            parts[scenes[i]] = PartOf(i, train, validation);
        }

        return new Division($"by scene, drawn with seed {options.SplitSeed}", [.. items.Select(i => i with { Split = parts[i.Group] })])
        {
            Warnings = scenes.Length >= 3 ? [] : [$"{scenes.Length} scenes are too few to divide: all are trained on, and nothing tells how the model does on new ground."],
        };
    }

    private static Division ByPatch(IReadOnlyList<PatchItem> items, DatasetOptions options)
    {
        int[] order = [.. Enumerable.Range(0, items.Count)];
        Shuffle(order, options.SplitSeed);
        int taken = (int)Math.Round(items.Count * options.SubsetShare, MidpointRounding.AwayFromZero);
        (int train, int validation) = Counts(taken, options);
        var parts = new DatasetSplit?[items.Count];
        for (int i = 0; i < taken; i++)
        {
            parts[order[i]] = PartOf(i, train, validation);
        }

        return new Division(
            FormattableString.Invariant($"by patch, {options.SubsetShare:0.##} of all, drawn with seed {options.SplitSeed}"),
            [.. items.Zip(parts).Where(p => p.Second is not null).Select(p => p.First with { Split = p.Second })]);
    }

    private static Division ByList(IReadOnlyList<PatchItem> items, FileList list)
    {
        var parts = new Dictionary<string, FileListRow>(StringComparer.Ordinal);
        foreach (FileListRow row in list.Rows)
        {
            parts[FlatLayout.IdOf(row.Name)] = row;
        }

        PatchItem[] listed = [.. items.Where(i => parts.ContainsKey(i.Id)).Select(i => i with { Split = parts[i.Id].Split })];
        HashSet<string> found = [.. listed.Select(i => i.Id)];
        return new Division($"as {Path.GetFileName(list.Path)} says", listed)
        {
            Missing = [.. parts.Where(p => !found.Contains(p.Key) && !KnownBroken.Contains(p.Key)).Select(p => new MissingPartner(p.Key, "patch", p.Value.Name))],
        };
    }

    /// <summary>Sizes of training and validation; where there are three or more to divide and a share is asked for, no part is empty.</summary>
    private static (int Train, int Validation) Counts(int all, DatasetOptions options)
    {
        if (all < 3)
        {
            return (all, 0);
        }

        double testShare = 1 - options.TrainShare - options.ValidationShare;
        int validation = options.ValidationShare > 0 ? Math.Max(1, (int)Math.Round(all * options.ValidationShare)) : 0;
        int test = testShare > 1e-9 ? Math.Max(1, (int)Math.Round(all * testShare)) : 0;
        return (Math.Max(1, all - validation - test), validation);
    }

    private static DatasetSplit PartOf(int place, int train, int validation) =>
        place < train ? DatasetSplit.Train : place < train + validation ? DatasetSplit.Validation : DatasetSplit.Test;

    internal static void Shuffle<T>(T[] values, ulong seed)
    {
        var random = new SeededRandom(seed);
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = random.Next(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }
}
