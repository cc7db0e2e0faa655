using Cloudless.Networks.Onnx;
using Cloudless.Training.Datasets;
using Cloudless.Training.Datasets.Layouts;
using Cloudless.Training.Datasets.Splits;

namespace Cloudless.Training.Runs;

/// <summary>Names the data sets behind the folders of samples for a model card; a folder it does not know is named as it is.</summary>
internal static class DataSources
{
    private const string Sen12 = "Ebel, Meraner, Schmitt, Zhu; contains modified Copernicus Sentinel data 2017-2018";

    private static readonly Dictionary<string, DataSetCard> Known = new(StringComparer.Ordinal)
    {
        ["sen12mscr_triplets"] = new("SEN12MS-CR, patches of the official test split", "see the data set (mediaTUM 1554803)", Sen12),
        ["sen12mscr_georeferenced"] = new("SEN12MS-CR, one patch of a test scene and one of a training scene", "see the data set (mediaTUM 1554803)", Sen12),
        ["sen12mscr_pairs_nosar"] = new("SEN12MS-CR, optical pairs of training scenes", "see the data set (mediaTUM 1554803)", Sen12),
        ["sen12mscrts_30dates"] = new("SEN12MS-CR-TS, 30 optical dates of one place", "see the data set", Sen12),
        [TripletFiles.Source] = new("SEN12MS-CR", "see the data set (mediaTUM 1554803)", Sen12),
        ["s1_s2_lulc_tiles"] = new("Sentinel-1/2 land-cover tiles, clouds pasted and simulated", "CC-BY-SA-4.0", "contains modified Copernicus Sentinel data"),
    };

    /// <summary>The data sets of samples, each once.</summary>
    public static IReadOnlyList<DataSetCard> Of(IEnumerable<PatchItem> samples) =>
    [
        .. samples.Select(s => s.Source).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(OfName),
    ];

    /// <summary>The data set in a folder.</summary>
    public static DataSetCard OfFolder(string path) => OfName(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))));

    /// <summary>What the data sets mean for how figures may be read.</summary>
    public static IReadOnlyList<string> Limitations(IReadOnlyList<PatchItem> samples)
    {
        var limitations = new List<string>();
        if (samples.Any(s => s.Source is "sen12mscr_triplets" or "sen12mscr_georeferenced" || OfficialSplit.Of(s.Group) == DatasetSplit.Test))
        {
            limitations.Add("Trained on patches of the official SEN12MS-CR test split: its figures do not compare with published tables.");
        }

        // Of a folder that is not known here nobody knows what it shows.
        if (samples.All(s => Known.ContainsKey(s.Source) && s.Source != TripletFiles.Source))
        {
            limitations.Add("Seen in training: few scenes, all of land; no open sea, little snow.");
        }

        return limitations;
    }

    private static DataSetCard OfName(string name) => Known.GetValueOrDefault(name) ?? new DataSetCard($"folder {name}", "not stated", "not stated");
}
