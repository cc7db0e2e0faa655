using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Samples.LandCover.Scenes;

namespace Cloudless.Samples.LandCover.Patches;

/// <summary>Cuts scenes into patches with the land cover of most of their pixels.</summary>
internal static class PatchCutter
{
    private const int FewestPerClass = 5;

    /// <summary>Cuts all scenes; classes with fewer than five patches to learn from or to score are left out.</summary>
    public static IReadOnlyList<LabeledPatch> Cut(IEnumerable<SceneRow> scenes, SceneSet set)
    {
        List<LabeledPatch> patches = [.. scenes.SelectMany(scene => Cut(scene, set))];
        HashSet<string> kept = [.. patches.Select(p => p.Label).Distinct().Where(label => Count(label, PatchUse.Training) >= FewestPerClass && Count(label, PatchUse.HeldOut) >= FewestPerClass)];
        return [.. patches.Where(p => kept.Contains(p.Label))];

        int Count(string label, PatchUse use) => patches.Count(p => p.Label == label && p.Use == use);
    }

    private static List<LabeledPatch> Cut(SceneRow scene, SceneSet set)
    {
        using RasterReader map = RasterReader.Open(Path.Combine(set.Folder, $"{scene.Id}_labels.tif"));
        Raster<byte> labels = map.Read<byte>();
        Raster<float> Whole(float[] image) => new(Sentinel2Band.Count, scene.Height, scene.Width, image);
        Raster<float> clear = Whole(scene.Target), cloudy = Whole(scene.Optical), free = Whole(scene.CloudFree);
        var patches = new List<LabeledPatch>();
        for (int row = 0; (row + 1) * set.PatchSize <= scene.Height; row++)
        {
            for (int column = 0; (column + 1) * set.PatchSize <= scene.Width; column++)
            {
                var window = new Window(column * set.PatchSize, row * set.PatchSize, set.PatchSize, set.PatchSize);
                byte most = labels.Crop(window).Data.GroupBy(v => v).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First().Key;
                PatchUse use = set.Use(scene.Id, row, column);
                if (use != PatchUse.None && set.Classes.TryGetValue(most, out string? label))
                {
                    Raster<float> before = clear.Crop(window), under = cloudy.Crop(window);
                    patches.Add(new LabeledPatch(label, use, Covered(before, under), before.Data, under.Data, free.Crop(window).Data));
                }
            }
        }

        return patches;
    }

    private static double Covered(Raster<float> clear, Raster<float> cloudy)
    {
        Span<float> before = clear.Channel(Sentinel2Band.B02.Index), under = cloudy.Channel(Sentinel2Band.B02.Index);
        int changed = 0;
        for (int i = 0; i < before.Length; i++)
        {
            changed += Math.Abs(before[i] - under[i]) > 100 ? 1 : 0;
        }

        return (double)changed / before.Length;
    }
}
