using Cloudless.Imagery;

namespace Cloudless.Training.Downstream.Labels;

/// <summary>The patches that an image is cut into.</summary>
internal static class PatchWindows
{
    /// <summary>As many squares as fit side by side, in the middle of the image, row after row; none where it is smaller.</summary>
    public static IReadOnlyList<Window> Of(int height, int width, int side)
    {
        int top = height % side / 2, left = width % side / 2;
        return [.. from row in Enumerable.Range(0, height / side) from column in Enumerable.Range(0, width / side) select new Window(left + (column * side), top + (row * side), side, side)];
    }
}
