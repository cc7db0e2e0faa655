using System.Collections.Frozen;

namespace Cloudless.Training.Datasets.TimeSeries;

/// <summary>
/// The split of SEN12MS-CR-TS by region of interest, 35 / 5 / 13, and its continents. That of asiaWest is as UnCRtainTS has it; the
/// list in SEN12MS-CR-TS itself names two regions that do not exist.
/// </summary>
public static class TimeSeriesSplit
{
    private static readonly FrozenDictionary<string, (DatasetSplit Split, string Region)> Table =
        Splits.FactTable.Read("sen12mscrts_splits.csv").ToFrozenDictionary(row => $"{row[2]}_{row[3]}", row => (Splits.FactTable.SplitOf(row[0]), row[1]), StringComparer.Ordinal);

    /// <summary>All 53 regions of interest, e.g. <c>ROIs1868_17</c>.</summary>
    public static IEnumerable<string> Groups => Table.Keys;

    /// <summary>Part and continent of a region of interest; null for a name that is none of the 53.</summary>
    public static (DatasetSplit Split, string Region)? Of(string group) => Table.TryGetValue(group, out (DatasetSplit, string) row) ? row : null;
}
