using Cloudless.Training.Quantization;

namespace Cloudless.Benchmarks.Paired;

/// <summary>
/// Measures the contenders of a row in turn: ours, rival A, rival B, then rival B, rival A, ours, and so on. A machine that slows down or is
/// taken away for a while so meets all of them, and the order favors none.
/// </summary>
internal static class PairedRun
{
    /// <summary>Warms up and measures.</summary>
    /// <returns>One list per contender, ours first; the same index in two lists is the same round.</returns>
    public static IReadOnlyList<IReadOnlyList<RunTime>> Measure(IReadOnlyList<Contender> contenders, RoundPlan plan)
    {
        double round = contenders.Sum(contender => WarmUp(contender, plan.WarmupSeconds));
        List<RunTime>[] times = [.. contenders.Select(_ => new List<RunTime>())];
        int[] order = [.. Enumerable.Range(0, contenders.Count)];
        for (int rounds = plan.Rounds(round); rounds > 0; rounds--)
        {
            foreach (int i in order)
            {
                QuietProcess.Await();
                times[i].Add(contenders[i].Run());
            }

            Array.Reverse(order);
        }

        return times;
    }

    // The last run is the one that later runs are most like.
    private static double WarmUp(Contender contender, double seconds)
    {
        double last, sum = 0;
        do
        {
            last = contender.Run().Wall;
            sum += last;
        }
        while (sum < seconds);
        return last;
    }
}
