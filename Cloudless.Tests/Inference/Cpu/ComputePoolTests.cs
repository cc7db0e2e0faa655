using System.Diagnostics;
using Cloudless.Inference.Cpu;

namespace Cloudless.Tests.Inference.Cpu;

[TestFixture]
public class ComputePoolTests
{
    private sealed class Counting(int items, int failing = -1) : IParallelJob
    {
        public int[] Done { get; } = new int[items];

        public int HighestWorker { get; private set; }

        public void Execute(int item, int worker)
        {
            Interlocked.Increment(ref Done[item]);
            HighestWorker = Math.Max(HighestWorker, worker);
            if (item == failing)
            {
                throw new ArithmeticException("item " + item);
            }
        }
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(7)]
    public void Every_item_of_many_short_jobs_is_done_once_whether_threads_sleep_or_look_out(int threads)
    {
        using var pool = new ComputePool(threads);
        for (int round = 0; round < 3000; round++)
        {
            var job = new Counting(round % 5);
            pool.Run(job, job.Done.Length);
            Assert.That(job.Done, Is.All.EqualTo(1));
            Assert.That(job.HighestWorker, Is.LessThan(threads));

            // From no pause to longer than the threads look out.
            long start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start).TotalMicroseconds < round % 4 * 40)
            {
                Thread.SpinWait(1);
            }
        }
    }

    [TestCase(1)]
    [TestCase(3)]
    public void An_error_is_thrown_and_the_next_job_runs(int threads)
    {
        using var pool = new ComputePool(threads);
        Assert.That(
            () => pool.Run(new Counting(50, failing: 20), 50),
            Throws.InvalidOperationException.With.Message.Contains("item 20").And.InnerException.InstanceOf<ArithmeticException>());
        var job = new Counting(50);
        pool.Run(job, 50);
        Assert.That(job.Done, Is.All.EqualTo(1));
    }

    [Test]
    [CancelAfter(20_000)]
    public void Threads_end_whether_they_sleep_or_look_out()
    {
        for (int i = 0; i < 200; i++)
        {
            var pool = new ComputePool(4);
            pool.Run(new Counting(8), 8);
            Thread.SpinWait(i * 100);
            pool.Dispose();
        }
    }
}
