using Cloudless.Imagery;
using Cloudless.Training.Datasets;
using Cloudless.Training.Datasets.Images;

namespace Cloudless.Training.Perceptual;

/// <summary>Patches with land-cover classes, from a folder.</summary>
/// <remarks>Two kinds of folder are known: a folder of images for each class (as EuroSAT is given out), and images with a label map beside each (<see cref="LabelMaps"/>).</remarks>
internal sealed class LabeledPatches
{
    private const long CacheBytes = 2L << 30;

    private readonly PatchStore _store = new(NanRule.Fill, CacheBytes);

    private LabeledPatches(IReadOnlyList<LabeledPatch> patches, IReadOnlyList<string> classes, int side) => (Patches, Classes, Side) = (patches, classes, side);

    /// <summary>All patches, in the order of their files.</summary>
    public IReadOnlyList<LabeledPatch> Patches { get; }

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>H and W of every patch in pixels.</summary>
    public int Side { get; }

    /// <summary>Lists the patches of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="side">H and W of a patch; images are cut into as many as fit.</param>
    /// <exception cref="CloudlessException">There are no labels, fewer than two classes, an image is smaller than a patch, or a label map does not fit its image.</exception>
    public static LabeledPatches Open(string folder, int side)
    {
        if (!Directory.Exists(folder))
        {
            throw new CloudlessException($"{folder}: there is no such folder. Give one with a folder of images for each class, or with images and label maps.");
        }

        (List<LabeledPatch> patches, List<string> classes) = LabelMaps.In(folder) is { Count: > 0 } pairs ? LabelMaps.Cut(pairs, side) : ClassFolders(folder, side);
        string[] found = [.. patches.Select(p => p.Class).Distinct().Order().Select(c => classes[c])];
        if (found.Length < 2)
        {
            throw new CloudlessException(
                $"{folder}: found {patches.Count} labeled patches of {side} x {side} pixels in {found.Length} classes{(found.Length == 0 ? "" : $" ({found[0]})")}; expected two classes at least. Give a folder of images for each "
                + "class, or images with label maps beside them: NAME_S2L1C.tif with NAME_LULC.tif, or SEN12MS' s2_N/..._s2_....tif with lc_N/..._lc_....tif.");
        }

        return new LabeledPatches(patches, classes, side);
    }

    /// <summary>Reads patches.</summary>
    /// <param name="chosen">Indices into <see cref="Patches"/>.</param>
    /// <param name="turns">What is done to each: bit 0 mirrors columns, bit 1 rows, bit 2 swaps both; null for nothing.</param>
    public PatchBatch Read(IReadOnlyList<int> chosen, IReadOnlyList<int>? turns)
    {
        int plane = Side * Side;
        float[] images = new float[chosen.Count * Sentinel2Band.Count * plane];
        for (int i = 0; i < chosen.Count; i++)
        {
            LabeledPatch patch = Patches[chosen[i]];
            Raster<short> image = _store.Keep((patch.Path, "labeled"), () => OpticalReading.Read(patch.Path, null, _store.OffsetOf(patch.Path), _store), r => r.Data.Length * (long)sizeof(short));
            int turn = turns?[i] ?? 0;
            for (int c = 0; c < Sentinel2Band.Count; c++)
            {
                Span<float> to = images.AsSpan(((i * Sentinel2Band.Count) + c) * plane, plane);
                for (int at = 0; at < plane; at++)
                {
                    (int y, int x) = (at / Side, at % Side);
                    (y, x) = (turn & 4) != 0 ? (x, y) : (y, x);
                    y = (turn & 2) != 0 ? Side - 1 - y : y;
                    x = (turn & 1) != 0 ? Side - 1 - x : x;
                    to[at] = image[c, patch.Window.Row + y, patch.Window.Column + x];
                }
            }
        }

        return new PatchBatch(images, [.. chosen.Select(c => Patches[c].Class)], Side);
    }

    private static (List<LabeledPatch> Patches, List<string> Classes) ClassFolders(string folder, int side)
    {
        var patches = new List<LabeledPatch>();
        var classes = new List<string>();
        foreach (string sub in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            string[] files = [.. Directory.EnumerateFiles(sub, "*.tif").Order(StringComparer.Ordinal)];
            if (files.Length > 0)
            {
                patches.AddRange(files.SelectMany(f => Windows(f, side)).Select(w => new LabeledPatch(w.Path, w.Window, classes.Count)));
                classes.Add(Path.GetFileName(sub));
            }
        }

        return (patches, classes);
    }

    /// <summary>The patches that fit into an image.</summary>
    /// <exception cref="CloudlessException">The image has not 13 bands, or is smaller than a patch.</exception>
    internal static IReadOnlyList<(string Path, Window Window)> Windows(string path, int side)
    {
        using var reader = ImageFiles.Open(path, Sentinel2Band.Count);
        (int height, int width) = (reader.Profile.Height, reader.Profile.Width);
        if (height < side || width < side)
        {
            throw new CloudlessException($"{path}: the image has {width} x {height} pixels; patches have {side} x {side}. Take a smaller --crop.");
        }

        return [.. from row in Enumerable.Range(0, height / side) from column in Enumerable.Range(0, width / side) select (path, new Window(column * side, row * side, side, side))];
    }
}
