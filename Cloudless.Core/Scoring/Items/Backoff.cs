namespace Cloudless.Scoring;

/// <summary>Pauses between attempts: each twice as long as the one before, two minutes at most, with a quarter of chance, so that many workers do not come back at one moment.</summary>
internal static class Backoff
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>The pause behind an attempt.</summary>
    /// <param name="first">Pause behind the first attempt.</param>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="chance">0..1.</param>
    public static TimeSpan After(TimeSpan first, int attempt, double chance)
    {
        double seconds = Math.Min(first.TotalSeconds * Math.Pow(2, attempt - 1), Longest.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (0.75 + (0.5 * chance)));
    }
}
