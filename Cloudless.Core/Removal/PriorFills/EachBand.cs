using Cloudless.Imagery;

namespace Cloudless.Removal.PriorFills;

/// <summary>Work on the 13 bands, one thread a band, so that sums have one order whatever the number of threads.</summary>
internal static class EachBand
{
    /// <summary>Does all bands on so many threads, 0 for one per processor.</summary>
    public static void Do(int threads, Action<int> work) => Workers.ForEach(Sentinel2Band.Count, threads, work);
}
