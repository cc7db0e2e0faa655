using Cloudless.Training.Quantization;

namespace Cloudless.Benchmarks.Paired;

/// <summary>
/// Measures the contenders of a row in turn: ours, rival A, rival B, then rival B, rival A, ours, and so on. A machine that slows down or is
/// taken away for a while so meets all of them, and the order favors none.
/// </summary>
internal static class PairedRun
{
    // Where a round takes minutes, the start of a process and its compiler are lost in it: the first runs count.
    private const double LongRound = 60;

    /// <summary>Warms up and measures.</summary>
    /// <returns>One list per contender, ours first; the same index in two lists is the same round.</returns>
    public static IReadOnlyList<IReadOnlyList<RunTime>> Measure(IReadOnlyList<Contender> contenders, RoundPlan plan)
    {
        RunTime[] warm = [.. contenders.Select(contender => WarmUp(contender, plan.WarmupSeconds))];
        double round = warm.Sum(time => time.Wall);
        List<RunTime>[] times = [.. contenders.Select(_ => new List<RunTime>())];
        int[] order = [.. Enumerable.Range(0, contenders.Count)];
        int rounds = plan.Rounds(round);
        if (round > LongRound)
        {
            for (int i = 0; i < times.Length; i++)
            {
                times[i].Add(warm[i]);
            }

            rounds--;
        }

        for (; rounds > 0; rounds--)
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
    private static RunTime WarmUp(Contender contender, double seconds)
    {
        RunTime last;
        double sum = 0;
        do
        {
            QuietProcess.Await();
            last = contender.Run();
            sum += last.Wall;
        }
        while (sum < seconds);
        return last;
    }
}
