using Cloudless.Imagery;
using Cloudless.Training.Batches;
using Cloudless.Training.Datasets;
using Cloudless.Training.Engines;

namespace Cloudless.Tests.Training.Batches;

[TestFixture]
public class BatchQueueTests
{
    [Test]
    public void Readers_work_side_by_side_and_batches_come_in_the_order_of_steps()
    {
        // Each batch waits for two others: with fewer than three readers at work nothing would ever come out.
        using var meeting = new Barrier(3);
        using var queue = new BatchQueue(step => Meet(meeting, step), 5, new ReadingOptions { Readers = 3, BatchesAhead = 3 });
        Assert.That(Enumerable.Range(0, 9).Select(_ => StepOf(queue.Take(default))), Is.EqualTo(Enumerable.Range(5, 9)));

        static TrainingBatch Meet(Barrier meeting, long step) => step >= 14 || meeting.SignalAndWait(TimeSpan.FromSeconds(30))
            ? Batch(step)
            : throw new TimeoutException("the readers do not work side by side");
    }

    [Test]
    public void No_more_batches_are_begun_than_may_be_ahead()
    {
        const int Ahead = 4;
        int asked = 0;
        long furthest = 0;
        using (var queue = new BatchQueue(Build, 0, new ReadingOptions { Readers = 8, BatchesAhead = Ahead }))
        {
            for (int i = 0; i < 200; i++)
            {
                Interlocked.Increment(ref asked);
                Assert.That(StepOf(queue.Take(default)), Is.EqualTo(i));
            }
        }

        Assert.That(Volatile.Read(ref furthest), Is.LessThan(Ahead), "a batch was begun further ahead of the one asked for");

        TrainingBatch Build(long step)
        {
            long ahead = step - Volatile.Read(ref asked);
            for (long seen = Volatile.Read(ref furthest); ahead > seen; seen = Volatile.Read(ref furthest))
            {
                Interlocked.CompareExchange(ref furthest, ahead, seen);
            }

            return Batch(step);
        }
    }

    [Test]
    public void An_error_comes_at_its_step_and_not_before()
    {
        using var queue = new BatchQueue(
            step => step == 3 ? throw new CloudlessException("broken.tif") : Batch(step), 0, new ReadingOptions { Readers = 2, BatchesAhead = 4 });
        for (int i = 0; i < 3; i++)
        {
            Assert.That(StepOf(queue.Take(default)), Is.EqualTo(i));
        }

        Assert.That(() => queue.Take(default), Throws.InstanceOf<CloudlessException>().With.Message.EqualTo("broken.tif"));
    }

    [Test]
    public void Waiting_for_a_batch_can_be_canceled()
    {
        using var cancel = new CancellationTokenSource();
        using var release = new ManualResetEventSlim();
        using var queue = new BatchQueue(Build, 0, new ReadingOptions { Readers = 1 });
        try
        {
            Assert.That(() => queue.Take(cancel.Token), Throws.InstanceOf<OperationCanceledException>());
        }
        finally
        {
            release.Set();
        }

        TrainingBatch Build(long step)
        {
            // The first batch is late: the training is canceled while it waits.
            cancel.Cancel();
            release.Wait();
            return Batch(step);
        }
    }

    private static TrainingBatch Batch(long step)
    {
        var batch = new TrainingBatch(new TensorShape(1, 13, 1, 1), new float[13], new float[13], new byte[1]);
        batch.Input[0] = step;
        return batch;
    }

    private static int StepOf(TrainingBatch batch) => (int)batch.Input[0];
}
