using Cloudless.Rasters;

namespace Cloudless.Scoring;

/// <summary>Finds scenes near a place among many: by cells of one degree.</summary>
internal sealed class SceneIndex
{
    private readonly Dictionary<(int East, int North), List<PlacedScene>> _cells = [];

    /// <summary>Takes scenes that have a place.</summary>
    public SceneIndex(IEnumerable<PlacedScene> scenes)
    {
        foreach (PlacedScene scene in scenes)
        {
            foreach ((int East, int North) cell in Cells(scene.Place!))
            {
                if (!_cells.TryGetValue(cell, out List<PlacedScene>? list))
                {
                    _cells[cell] = list = [];
                }

                list.Add(scene);
            }
        }
    }

    /// <summary>Scenes of the cells that a place touches, each once.</summary>
    public IEnumerable<PlacedScene> Near(Footprint place) => Cells(place).SelectMany(c => _cells.GetValueOrDefault(c) ?? []).Distinct();

    private static IEnumerable<(int East, int North)> Cells(Footprint place)
    {
        foreach (IReadOnlyList<double[]> ring in place.Rings)
        {
            (int west, int east) = ((int)Math.Floor(ring.Min(p => p[0])), (int)Math.Floor(ring.Max(p => p[0])));
            (int south, int north) = ((int)Math.Floor(ring.Min(p => p[1])), (int)Math.Floor(ring.Max(p => p[1])));
            for (int x = west; x <= east; x++)
            {
                for (int y = south; y <= north; y++)
                {
                    yield return (x, y);
                }
            }
        }
    }
}
