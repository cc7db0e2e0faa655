using Cloudless.Imagery;
using Cloudless.Training.Datasets.Images;

namespace Cloudless.Training.Downstream.Labels;

/// <summary>Patches with classes as a folder is listed.</summary>
/// <param name="Patches">In the order of their files.</param>
/// <param name="Classes">Names of those classes that have a patch.</param>
/// <param name="Scheme">Scheme of the classes; null where folders or a table name them.</param>
/// <param name="Unlabeled">Images and parts of images without a label.</param>
internal sealed record LabeledList(IReadOnlyList<LabeledPatch> Patches, IReadOnlyList<string> Classes, LabelScheme? Scheme, int Unlabeled)
{
    /// <summary>Lists a folder.</summary>
    /// <exception cref="CloudlessException">There is no such folder, labels are of other patches, an image is smaller than a patch, or a label map does not fit its image.</exception>
    public static LabeledList Of(string folder, LabelOptions labels, int side)
    {
        if (!Directory.Exists(folder))
        {
            throw new CloudlessException($"{folder}: there is no such folder. Give one with a folder of images for each class, or with images and label maps.");
        }

        if (LabelTable.Is(labels.Labels))
        {
            return Named(LabelTable.Read(labels.Labels!).Select(row => (Path.Combine(folder, row.Patch), row.Class)), side);
        }

        string place = labels.Labels ?? folder;
        if (!Directory.Exists(place))
        {
            throw new CloudlessException($"{place}: there is no such folder of label maps, nor is it a table (.csv). Give one of them.");
        }

        return LabelMaps.In(place, labels) is { } maps ? OfMaps(folder, place, maps, side)
            : labels.Labels is null ? Named(ClassFolders(folder), side)
            : throw new CloudlessException($"{place}: there is no label map in it; expected SEN12MS' ..._lc_....tif or NAME_LULC.tif.");
    }

    /// <summary>Those of some classes, in their order.</summary>
    /// <exception cref="CloudlessException">A class has no patch.</exception>
    public LabeledList Only(string folder, IReadOnlyList<string> classes)
    {
        int[] place = [.. Classes.Select(c => classes.ToList().FindIndex(wanted => wanted.Equals(c, StringComparison.OrdinalIgnoreCase)))];
        string[] empty = [.. classes.Where((_, k) => !place.Contains(k))];
        return empty.Length == 0
            ? this with { Patches = [.. Patches.Where(p => place[p.Class] >= 0).Select(p => p with { Class = place[p.Class] })], Classes = classes }
            : throw new CloudlessException(
                $"{folder}: no patch has the class {string.Join(", ", empty)}; a network cannot learn a class without samples. Found {string.Join(", ", Classes.Select((c, k) => $"{c} ({Patches.Count(p => p.Class == k)})"))}. "
                + "Leave these classes away, or give patches of them.");
    }

    private static LabeledList OfMaps(string folder, string place, LabelMaps maps, int side)
    {
        string[] images = [.. Directory.EnumerateFiles(folder, "*.tif", SearchOption.AllDirectories).Where(PatchKeys.IsImage).Order(StringComparer.Ordinal)];
        string[] labeled = [.. images.Where(i => maps.Contains(PatchKeys.Of(i)))];
        if (labeled.Length == 0)
        {
            throw new CloudlessException(
                $"{place}: found label maps of {maps.Keys.Count} patches, such as {maps.Keys.First()}, and in {folder} {images.Length} clear images{(images.Length == 0 ? "" : $", such as {PatchKeys.Of(images[0])}")}; none is of one patch. "
                + "Labels belong to the image of the same scene and number, or of the same name.");
        }

        var found = new (Window Window, int? Class)[labeled.Length][];
        Errors.OfOne(() => Parallel.For(
            0, labeled.Length, i => found[i] = Windows(labeled[i], side, (height, width, windows) => maps.ClassesOf(PatchKeys.Of(labeled[i]), labeled[i], height, width, windows))));
        int[] present = [.. found.SelectMany(f => f).Select(w => w.Class).OfType<int>().Distinct().Order()];
        return new LabeledList(
            [.. labeled.Zip(found).SelectMany(f => f.Second.Where(w => w.Class is not null).Select(w => new LabeledPatch(f.First, w.Window, Array.IndexOf(present, w.Class!.Value), PatchKeys.GroupOf(f.First))))],
            [.. present.Select(k => maps.Scheme.Classes[k])], maps.Scheme, images.Length - labeled.Length + found.Sum(f => f.Count(w => w.Class is null)));
    }

    private static LabeledList Named(IEnumerable<(string Path, string Class)> images, int side)
    {
        var patches = new List<LabeledPatch>();
        (string Path, string Class)[] all = [.. images];
        string[] classes = [.. all.Select(i => i.Class).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        foreach ((string path, string name) in all)
        {
            if (!File.Exists(path))
            {
                throw new CloudlessException($"{path}: there is no such image, though the labels name it ({name}). Paths in the table begin in the data folder.");
            }

            int index = Array.IndexOf(classes, name);
            patches.AddRange(Windows(path, side, (_, _, windows) => [.. windows.Select(_ => (int?)index)]).Select(w => new LabeledPatch(path, w.Window, index, PatchKeys.GroupOf(path))));
        }

        return new LabeledList(patches, classes, null, 0);
    }

    private static IEnumerable<(string Path, string Class)> ClassFolders(string folder) =>
        from sub in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)
        from file in Directory.EnumerateFiles(sub, "*.tif").Order(StringComparer.Ordinal)
        select (file, Path.GetFileName(sub));

    private static (Window Window, int? Class)[] Windows(string path, int side, Func<int, int, IReadOnlyList<Window>, IReadOnlyList<int?>> classes)
    {
        using var reader = ImageFiles.Open(path, Sentinel2Band.Count);
        (int height, int width) = (reader.Profile.Height, reader.Profile.Width);
        IReadOnlyList<Window> windows = PatchWindows.Of(height, width, side);
        return windows.Count > 0
            ? [.. windows.Zip(classes(height, width, windows))]
            : throw new CloudlessException($"{path}: the image has {width} x {height} pixels; patches have {side} x {side}. Take a smaller --crop.");
    }
}
