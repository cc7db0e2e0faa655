namespace Cloudless.Training.Datasets.Checks;

/// <summary>Counts cloud covers in tenths.</summary>
internal static class CoverHistogram
{
    private const int Bins = 10;

    /// <summary>Ten counts: [0,0.1), [0.1,0.2) and so on, the last with 1.</summary>
    public static int[] Of(IEnumerable<double> covers)
    {
        int[] counts = new int[Bins];
        foreach (double cover in covers)
        {
            counts[Math.Min(Bins - 1, (int)(cover * Bins))]++;
        }

        return counts;
    }
}
