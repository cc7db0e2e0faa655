using Cloudless.Rasters;

namespace Cloudless.Scoring;

/// <summary>How much of one footprint another covers; both are convex, as those of rasters are.</summary>
internal static class FootprintOverlap
{
    /// <summary>The share of <paramref name="scene"/> that <paramref name="other"/> covers, 0..1, in the plane of longitude and latitude.</summary>
    public static double Share(Footprint scene, Footprint other)
    {
        double whole = scene.Rings.Sum(Area), covered = scene.Rings.Sum(ring => other.Rings.Sum(clip => Area(Clip(ring, clip))));
        return whole > 0 ? Math.Min(1, covered / whole) : 0;
    }

    // Sutherland and Hodgman: what lies left of every edge of a ring that runs counterclockwise.
    private static List<double[]> Clip(IReadOnlyList<double[]> ring, IReadOnlyList<double[]> by)
    {
        List<double[]> kept = [.. ring.Take(ring.Count - 1)];
        for (int i = 1; i < by.Count && kept.Count > 0; i++)
        {
            (double[] a, double[] b) = (by[i - 1], by[i]);
            List<double[]> next = [];
            for (int k = 0; k < kept.Count; k++)
            {
                (double[] from, double[] to) = (kept[k], kept[(k + 1) % kept.Count]);
                double left = Side(a, b, from), right = Side(a, b, to);
                if (left >= 0)
                {
                    next.Add(from);
                }

                if (left >= 0 != right >= 0)
                {
                    double share = left / (left - right);
                    next.Add([from[0] + (share * (to[0] - from[0])), from[1] + (share * (to[1] - from[1]))]);
                }
            }

            kept = next;
        }

        return kept;
    }

    private static double Side(double[] a, double[] b, double[] p) => ((b[0] - a[0]) * (p[1] - a[1])) - ((b[1] - a[1]) * (p[0] - a[0]));

    private static double Area(IReadOnlyList<double[]> ring)
    {
        double sum = 0;
        for (int i = 0; i < ring.Count; i++)
        {
            (double[] a, double[] b) = (ring[i], ring[(i + 1) % ring.Count]);
            sum += (a[0] * b[1]) - (b[0] * a[1]);
        }

        return Math.Abs(sum) / 2;
    }
}
