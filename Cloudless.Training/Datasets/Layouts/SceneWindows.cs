using Cloudless.Imagery;

namespace Cloudless.Training.Datasets.Layouts;

/// <summary>Cuts a scene into patches that overlap by half, as those of SEN12MS-CR do. Nothing is copied: a patch is a window that is read when it is needed.</summary>
internal static class SceneWindows
{
    /// <summary>Whether an image is a scene to cut: wider or higher than two patches.</summary>
    public static bool IsScene(RasterProfile profile, int patch) => profile.Width > 2 * patch || profile.Height > 2 * patch;

    /// <summary>The windows of a scene, row after row; the last of a row or column ends at the scene's edge, so that nothing is left out.</summary>
    public static IEnumerable<Window> Of(int width, int height, int patch)
    {
        foreach (int row in Starts(height, patch))
        {
            foreach (int column in Starts(width, patch))
            {
                yield return new Window(column, row, Math.Min(patch, width), Math.Min(patch, height));
            }
        }
    }

    private static IEnumerable<int> Starts(int length, int patch)
    {
        int step = Math.Max(1, patch / 2), last = Math.Max(0, length - patch);
        for (int start = 0; start < last; start += step)
        {
            yield return start;
        }

        yield return last;
    }
}
