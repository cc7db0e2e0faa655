using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Training.Datasets.Layouts;

/// <summary>Joins scenes that show the same ground, such as two dates of one place, so that no split tears them apart.</summary>
internal static class SceneGroups
{
    /// <summary>The group of each scene: the first id, in ordinal order, of those it overlaps with, directly or through others.</summary>
    /// <param name="scenes">Ids and grids. Scenes of one id, from several folders, are taken for one place; else a scene without a place on Earth is a group of its own.</param>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyList<(string Id, RasterProfile Profile)> scenes)
    {
        (string Id, RasterProfile Profile)[] sorted = [.. scenes.OrderBy(s => s.Id, StringComparer.Ordinal)];
        int[] parent = [.. Enumerable.Range(0, sorted.Length)];
        for (int i = 0; i < sorted.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (sorted[i].Id == sorted[j].Id || Overlap(sorted[i].Profile, sorted[j].Profile))
                {
                    int a = Root(parent, i), b = Root(parent, j);
                    parent[Math.Max(a, b)] = Math.Min(a, b);
                }
            }
        }

        return sorted.Select((s, i) => (s.Id, Group: sorted[Root(parent, i)].Id)).DistinctBy(p => p.Id).ToDictionary(p => p.Id, p => p.Group, StringComparer.Ordinal);
    }

    private static int Root(int[] parent, int i)
    {
        while (parent[i] != i)
        {
            i = parent[i];
        }

        return i;
    }

    private static bool Overlap(RasterProfile a, RasterProfile b)
    {
        if (a.Transform is not { } s || b.Transform is not { } t)
        {
            return false;
        }

        (double Left, double Right, double Bottom, double Top) x = Box(s, a), y = Box(t, b);
        return x.Left < y.Right && y.Left < x.Right && x.Bottom < y.Top && y.Bottom < x.Top && GridComparison.SameCrs(a.Crs, b.Crs);
    }

    private static (double Left, double Right, double Bottom, double Top) Box(IReadOnlyList<double> t, RasterProfile profile)
    {
        (double X, double Y)[] corners =
        [
            .. new[] { (0, 0), (profile.Width, 0), (0, profile.Height), (profile.Width, profile.Height) }
                .Select(c => (t[0] + (t[1] * c.Item1) + (t[2] * c.Item2), t[3] + (t[4] * c.Item1) + (t[5] * c.Item2))),
        ];
        return (corners.Min(c => c.X), corners.Max(c => c.X), corners.Min(c => c.Y), corners.Max(c => c.Y));
    }
}
