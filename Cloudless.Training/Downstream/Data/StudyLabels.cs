using Cloudless.Imagery;
using Cloudless.Training.Datasets;
using Cloudless.Training.Downstream.Labels;

namespace Cloudless.Training.Downstream;

/// <summary>Where the classes of patches come from.</summary>
/// <param name="Words">In words, for the report.</param>
/// <param name="Of">The classes of the windows of an image of a height and a width; null where a window has none, and is left out.</param>
internal sealed record StudyLabels(string Words, Func<PatchItem, int, int, IReadOnlyList<Window>, IReadOnlyList<string?>> Of)
{
    /// <summary>One class for each image, the same for all of its windows.</summary>
    public static StudyLabels ByImage(string words, Func<PatchItem, string?> of) => new(words, (item, _, _, windows) => [.. windows.Select(_ => of(item))]);

    /// <summary>What options name; null where nothing is there.</summary>
    /// <param name="options">A table, a folder of label maps, or null for maps in the data's own folder.</param>
    /// <param name="data">The data's folder or table.</param>
    /// <exception cref="CloudlessException">The labels cannot be read or do not fit together.</exception>
    public static StudyLabels? Find(LabelOptions options, string data)
    {
        options.Validate();
        if (LabelTable.Is(options.Labels))
        {
            var classes = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach ((string patch, string name) in LabelTable.Read(options.Labels!))
            {
                if (!classes.TryAdd(PatchKeys.Of(patch), name))
                {
                    throw new CloudlessException($"{options.Labels}: the patch '{PatchKeys.Of(patch)}' stands there twice, under the names of several files. Give each patch of a study one class.");
                }
            }

            return ByImage($"classes of {Path.GetFileName(options.Labels)}", item => classes.GetValueOrDefault(Key(item)) ?? classes.GetValueOrDefault(PatchKeys.Of(item.Id)));
        }

        string folder = options.Labels ?? data;
        if (options.Labels is not null && !Directory.Exists(folder))
        {
            throw new CloudlessException($"{folder}: there is no such folder of label maps. Give one, or a table .csv of the columns path,class.");
        }

        return Directory.Exists(folder) && LabelMaps.In(folder, options) is { } maps
            ? new StudyLabels($"{maps.Scheme}, the most frequent class of a patch's pixels", (item, height, width, windows) => maps.Contains(Key(item))
                ? [.. maps.ClassesOf(Key(item), item.Id, height, width, windows).Select(k => k is { } known ? maps.Scheme.Classes[known] : null)]
                : [.. windows.Select(_ => (string?)null)])
            : null;
    }

    private static string Key(PatchItem item) => PatchKeys.Of(item.Images.Target.Path ?? item.Id);
}
