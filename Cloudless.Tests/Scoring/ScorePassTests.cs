using System.Collections.Concurrent;
using Cloudless.Scoring;

namespace Cloudless.Tests.Scoring;

/// <summary>The way of items through a worker: queues that are bounded, and neighbors that overlap.</summary>
internal sealed class ScorePassTests
{
    // 256 listed, 8 looked at, 2 waiting and 1 in work for each job, and one that the reader holds.
    private const int Jobs = 3, MostAhead = 256 + 8 + (2 * Jobs) + Jobs + 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task A_list_of_any_length_is_read_only_as_far_as_the_queues_have_room()
    {
        int read = 0, done = 0, expected = 0;
        IEnumerable<ManifestItem> Endless()
        {
            while (true)
            {
                yield return Item(Interlocked.Increment(ref read));
            }
        }

        using var stop = new CancellationTokenSource();
        using var step = new SemaphoreSlim(0);
        Task pass = new ScorePass(_ => false, _ => { }, async _ =>
        {
            await step.WaitAsync();
            Interlocked.Increment(ref done);
        }, Jobs).RunAsync(Endless(), stop.Token);
        foreach (int released in (int[])[1, 10, 500])
        {
            step.Release(released);
            expected += released;
            Assert.That(() => (done, read - done), Is.EqualTo((expected, MostAhead)).After(30_000, 5), "the queues fill up, and no more");
        }

        await stop.CancelAsync();
        step.Release(Jobs);
        await pass.WaitAsync(Patience);
    }

    [Test]
    public async Task As_many_items_as_jobs_are_in_work_at_once_and_no_more()
    {
        int now = 0, most = 0;
        using var meeting = new Barrier(Jobs);
        await new ScorePass(_ => false, _ => { }, _ => Task.Run(() =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));

            // None gets on before all of the jobs are here: one after the other they would wait in vain.
            Assert.That(meeting.SignalAndWait(Patience), "neighbors overlap");
            Interlocked.Decrement(ref now);
        }), Jobs).RunAsync(Enumerable.Range(0, 10 * Jobs).Select(Item), CancellationToken.None).WaitAsync(Patience);
        Assert.That(most, Is.EqualTo(Jobs));
    }

    [Test]
    public async Task What_is_done_already_is_found_and_the_rest_worked_on_each_once()
    {
        ConcurrentBag<string> found = [], worked = [];
        await new ScorePass(i => i.Id.EndsWith('0'), i => found.Add(i.Id), i =>
        {
            worked.Add(i.Id);
            return Task.CompletedTask;
        }, Jobs).RunAsync(Enumerable.Range(0, 1000).Select(Item), CancellationToken.None).WaitAsync(Patience);
        Assert.That((found.Count, worked.Count, found.Concat(worked).Distinct().Count()), Is.EqualTo((100, 900, 1000)));
    }

    [Test]
    public void The_first_error_ends_the_pass_wherever_it_comes_from([Values("reading", "looking", "working")] string where)
    {
        IEnumerable<ManifestItem> Items() => Enumerable.Range(0, 100_000).Select(i => where == "reading" && i == 50 ? throw new IOException(where) : Item(i));
        Task pass = new ScorePass(i => where == "looking" && i.Id == "i50" ? throw new IOException(where) : false, _ => { },
            i => where == "working" && i.Id == "i50" ? Task.FromException(new IOException(where)) : Task.CompletedTask, Jobs).RunAsync(Items(), CancellationToken.None);
        Assert.That(() => pass.WaitAsync(Patience), Throws.TypeOf<IOException>().With.Message.EqualTo(where));
    }

    private static ManifestItem Item(int number) => new() { Id = $"i{number}", S2 = "a.tif" };

    private static void InterlockedMax(ref int most, int value)
    {
        for (int seen = most; value > seen; seen = most)
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
