using Cloudless.Training.Datasets.Images;
using Cloudless.Training.Datasets.TimeSeries;

namespace Cloudless.Training.Datasets.Layouts;

/// <summary>Tells the layout of a folder and lists it.</summary>
internal static class Lister
{
    /// <summary>Lists a folder.</summary>
    /// <exception cref="CloudlessException">The folder has not the layout that it is said to have, or is one of time series.</exception>
    public static Listing List(string root, DatasetOptions options, FileList? list, PatchStore store)
    {
        DatasetLayout layout = options.Layout == DatasetLayout.Auto ? Tell(root, list) : options.Layout;
        switch (layout)
        {
            case DatasetLayout.Sen12MsCr:
                return Require(Sen12MsCrLayout.Recognizes(root), root, "folders such as ROIs1158_spring_s2_cloudy", () => Sen12MsCrLayout.List(root));
            case DatasetLayout.Flat:
                return Require(list is not null || FlatLayout.Recognizes(root), root, "the folders s2_cloudFree and s2_cloudy", () => FlatLayout.List(root, list));
            default:
                return FolderLayout.List(root, options.PatchSize, store);
        }
    }

    private static DatasetLayout Tell(string root, FileList? list)
    {
        if (Sen12MsCrLayout.Recognizes(root))
        {
            return DatasetLayout.Sen12MsCr;
        }

        if (TimeSeriesDataset.Recognizes(root))
        {
            throw new CloudlessException($"{root}: found time series (SEN12MS-CR-TS). Training takes single dates; 'cloudless dataset check' lists time series.");
        }

        // A list names its own folders, whatever they are called.
        bool listed = list is not null && list.Rows.Any(r => File.Exists(Path.Combine(root, r.CloudyFolder, r.Name)));
        return listed || FlatLayout.Recognizes(root) ? DatasetLayout.Flat : DatasetLayout.Folder;
    }

    private static Listing Require(bool recognized, string root, string expected, Func<Listing> list) =>
        recognized ? list() : throw new CloudlessException($"{root}: expected {expected} in it. Name the folder that holds them, or another layout.");
}
