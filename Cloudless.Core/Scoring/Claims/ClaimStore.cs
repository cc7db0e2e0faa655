using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Cloudless.Scoring;

/// <summary>Who works on which item, told by files, so that processes on many machines share one folder.</summary>
/// <remarks>
/// <para>
/// A claim is a file that was made exclusively (O_CREAT|O_EXCL, which network file systems keep too): <c>ID.1</c>. Its owner counts up in it. Who finds an owner dead makes <c>ID.2</c>, also
/// exclusively, so of many that find it at once one wins, and nobody ever moves or deletes what another one has. The number less one tells how many owners died over the item.
/// </para>
/// <para>
/// Dead is a process of this place that is gone (<see cref="ProcessIdentity"/>), which is seen at once; and any whose claim did not change while this process's own clock went on by the expiry. No two
/// clocks are compared. A process that stood still for longer and goes on finds its claim taken over and drops its work. Claims save work; that nothing is corrupt does not hang on them.
/// </para>
/// <para>Safe from any thread.</para>
/// </remarks>
/// <param name="folder">The folder of the claims.</param>
/// <param name="worker">Name of this worker.</param>
/// <param name="expiry">How long an owner that cannot be seen may give no sign.</param>
/// <param name="clock">By whose timestamps the expiry is counted.</param>
internal sealed class ClaimStore(string folder, string worker, TimeSpan expiry, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Sight> _sights = new();
    private readonly ConcurrentDictionary<Claim, bool> _mine = new();

    /// <summary>Claims held by this process.</summary>
    public IReadOnlyCollection<string> Mine => [.. _mine.Keys.Select(c => c.Id)];

    /// <summary>Takes an item, or a dead owner's place; null where a living one may have it.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public Claim? TryTake(string id)
    {
        int last = Last(id);
        if (last > 0 && !IsDead(id, last))
        {
            return null;
        }

        var claim = new Claim(this, id, last + 1, new ClaimRecord(worker, ProcessIdentity.Current, 0));
        if (!claim.Create())
        {
            return null;
        }

        _sights.TryRemove(id, out _);
        _mine[claim] = true;
        return claim;
    }

    /// <summary>Whether somebody has claimed an item and did not let go of it.</summary>
    public bool IsClaimed(string id) => Last(id) > 0;

    /// <summary>Shows that this process lives; to be called some times within the expiry.</summary>
    public void Beat()
    {
        foreach (Claim claim in _mine.Keys)
        {
            claim.Beat();
        }
    }

    /// <summary>Items with claims in the folder, of whomever.</summary>
    public static IEnumerable<string> Claimed(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder).Select(Path.GetFileName).Select(name => name![..Math.Max(0, name!.LastIndexOf('.'))]).Where(id => id.Length > 0).Distinct().Order(StringComparer.Ordinal)
        : [];

    /// <summary>Deletes the claims of a dead owner of an item that is done; those of living ones stay.</summary>
    public void Sweep(string id)
    {
        int last = Last(id);
        if (last > 0 && IsDead(id, last))
        {
            Delete(id, last);
        }
    }

    /// <summary>Place of a claim.</summary>
    internal string PathOf(string id, int generation) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{id}.{generation}"));

    /// <summary>Forgets a claim, and deletes it and the dead ones before it where it still counts.</summary>
    internal void Release(Claim claim, bool delete)
    {
        if (_mine.TryRemove(claim, out _) && delete)
        {
            Delete(claim.Id, claim.Generation);
        }
    }

    // From the newest on: while an older one is there, nobody takes the item for new.
    private void Delete(string id, int last)
    {
        for (int generation = last; generation > 0; generation--)
        {
            try
            {
                File.Delete(PathOf(id, generation));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It expires.
                Trace.TraceWarning($"A claim may be left: {e.Message}");
            }
        }
    }

    private int Last(string id)
    {
        int last = 0;
        while (File.Exists(PathOf(id, last + 1)))
        {
            last++;
        }

        return last;
    }

    private bool IsDead(string id, int generation)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(PathOf(id, generation));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Let go of this very moment; the next look tells.
            return false;
        }

        if (ClaimRecord.Parse(bytes)?.Process.IsKnownDead() == true)
        {
            return true;
        }

        // An owner that died between making and writing its claim left it empty; that expires like any other.
        Sight seen = _sights.AddOrUpdate(id, _ => new Sight(generation, bytes, clock.GetTimestamp()),
            (_, sight) => sight.Generation == generation && sight.Bytes.AsSpan().SequenceEqual(bytes) ? sight : new Sight(generation, bytes, clock.GetTimestamp()));
        return clock.GetElapsedTime(seen.Since) > expiry;
    }

    private sealed record Sight(int Generation, byte[] Bytes, long Since);
}
