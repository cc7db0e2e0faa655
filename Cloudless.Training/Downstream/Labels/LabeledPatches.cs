using Cloudless.Imagery;
using Cloudless.Training.Datasets;
using Cloudless.Training.Datasets.Images;
using Cloudless.Training.Downstream.Classifiers;

namespace Cloudless.Training.Downstream.Labels;

/// <summary>Patches with land-cover classes, to train on: from a folder of images for each class (as EuroSAT is given out), from images and label maps, or from a table.</summary>
internal sealed class LabeledPatches
{
    private const long CacheBytes = 2L << 30;

    private readonly PatchStore _store = new(NanRule.Fill, CacheBytes);

    private LabeledPatches(LabeledList list, int side) => (Patches, Classes, Scheme, Unlabeled, Side) = (list.Patches, list.Classes, list.Scheme, list.Unlabeled, side);

    /// <summary>All patches, in the order of their files.</summary>
    public IReadOnlyList<LabeledPatch> Patches { get; }

    /// <summary>Names of the classes; each has a patch.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The scheme of the classes; null where folders or a table name them.</summary>
    public LabelScheme? Scheme { get; }

    /// <summary>Images and parts of images that have no label.</summary>
    public int Unlabeled { get; }

    /// <summary>H and W of every patch in pixels.</summary>
    public int Side { get; }

    /// <summary>Lists the patches of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="labels">Where the classes are from.</param>
    /// <param name="side">H and W of a patch; images are cut into as many as fit.</param>
    /// <param name="classes">Classes wanted, in order; null takes those that a patch has.</param>
    /// <exception cref="CloudlessException">There are no labels or they are of other patches, a class wanted has no patch, fewer than two classes, an image is smaller than a patch, or a label map does not fit its image.</exception>
    public static LabeledPatches Open(string folder, LabelOptions labels, int side, IReadOnlyList<string>? classes = null)
    {
        labels.Validate();
        LabeledList list = LabeledList.Of(folder, labels, side);
        list = classes is null ? list : list.Only(folder, classes);
        return list.Classes.Count >= 2 ? new LabeledPatches(list, side) : throw new CloudlessException(
            $"{folder}: found {list.Patches.Count} labeled patches of {side} x {side} pixels in {list.Classes.Count} classes{(list.Classes.Count == 0 ? "" : $" ({list.Classes[0]})")}; expected two classes at least. Give a folder of images "
            + "for each class, or images with label maps: NAME_S2L1C.tif with NAME_LULC.tif, or SEN12MS' s2_N/..._s2_....tif with lc_N/..._lc_....tif, or a table of the columns path and class.");
    }

    /// <summary>Reads patches.</summary>
    /// <param name="chosen">Indices into <see cref="Patches"/>.</param>
    /// <param name="bands">The bands wanted, in order.</param>
    /// <param name="turns">What is done to each: bit 0 mirrors columns, bit 1 rows, bit 2 swaps both; null for nothing.</param>
    public PatchBatch Read(IReadOnlyList<int> chosen, IReadOnlyList<Sentinel2Band> bands, IReadOnlyList<int>? turns)
    {
        int plane = Side * Side, patch = bands.Count * plane;
        float[] images = new float[chosen.Count * patch];
        Errors.OfOne(() => Parallel.For(0, chosen.Count, i => Read(Patches[chosen[i]], bands, turns?[i] ?? 0, images.AsSpan(i * patch, patch))));
        return new PatchBatch(images, [.. chosen.Select(c => Patches[c].Class)], Side);
    }

    private void Read(LabeledPatch patch, IReadOnlyList<Sentinel2Band> bands, int turn, Span<float> destination)
    {
        Raster<short> image = _store.Keep((patch.Path, "labeled"), () => OpticalReading.Read(patch.Path, null, _store.OffsetOf(patch.Path), _store), r => r.Data.Length * (long)sizeof(short));
        for (int b = 0; b < bands.Count; b++)
        {
            Span<float> to = destination.Slice(b * Side * Side, Side * Side);
            for (int at = 0; at < to.Length; at++)
            {
                (int y, int x) = (at / Side, at % Side);
                (y, x) = (turn & 4) != 0 ? (x, y) : (y, x);
                y = (turn & 2) != 0 ? Side - 1 - y : y;
                x = (turn & 1) != 0 ? Side - 1 - x : x;
                to[at] = image[bands[b].Index, patch.Window.Row + y, patch.Window.Column + x];
            }
        }
    }
}
