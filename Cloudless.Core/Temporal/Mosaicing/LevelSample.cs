using Cloudless.Imagery;

namespace Cloudless.Temporal;

/// <summary>The windows of a scene from which levels are taken: all of a small scene, an even lattice of a large one, so that a granule is not read twice.</summary>
internal static class LevelSample
{
    private const int Side = 256, MostPerSide = 8;

    /// <summary>The windows, row after row; they depend on the scene's size alone.</summary>
    public static IReadOnlyList<Window> Windows(int width, int height)
    {
        int[] columns = Starts(width), rows = Starts(height);
        return [.. rows.SelectMany(y => columns.Select(x => new Window(x, y, Math.Min(Side, width - x), Math.Min(Side, height - y))))];
    }

    private static int[] Starts(int length)
    {
        int blocks = (length + Side - 1) / Side, taken = Math.Min(blocks, MostPerSide);
        return [.. Enumerable.Range(0, taken).Select(k => (int)((((2L * k) + 1) * blocks) / (2 * taken)) * Side)];
    }
}
