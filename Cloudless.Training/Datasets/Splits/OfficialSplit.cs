using System.Collections.Frozen;

namespace Cloudless.Training.Datasets.Splits;

/// <summary>
/// The split of SEN12MS-CR by scene that UnCRtainTS, SEN12MS-CR-TS and EMRDM name: 155 scenes to train on, 10 for validation, 10 for test. Their
/// loaders take a file whose path contains the name of a scene, so scene 1 brings 10, 106 and 123 along: literally applied, 6 of the 10
/// test scenes and 3 of the 10 validation scenes are trained on. Here whole names are compared.
/// </summary>
public static class OfficialSplit
{
    private static readonly FrozenDictionary<string, DatasetSplit> Table =
        FactTable.Read("sen12mscr_splits.csv").ToFrozenDictionary(row => $"{row[1]}_{row[2]}", row => FactTable.SplitOf(row[0]), StringComparer.Ordinal);

    /// <summary>All 175 scenes, e.g. <c>ROIs1158_spring_106</c>.</summary>
    public static IEnumerable<string> Scenes => Table.Keys;

    /// <summary>The part that a scene belongs to; null for a name that is none of the 175.</summary>
    public static DatasetSplit? Of(string scene) => Table.TryGetValue(scene, out DatasetSplit split) ? split : null;
}
