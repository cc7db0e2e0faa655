using Cloudless.Imagery;

namespace Cloudless.Tests.Imagery;

[TestFixture]
public class WorkersTests
{
    [TestCase(1)]
    [TestCase(3)]
    public void Every_item_is_done_once_and_what_a_thread_had_is_disposed(int threads)
    {
        int[] done = new int[50];
        int open = 0;
        Workers.ForEach(done.Length, threads, () => new Counted(() => Interlocked.Increment(ref open), () => Interlocked.Decrement(ref open)),
            (_, item) => Interlocked.Increment(ref done[item]));
        Assert.That(done, Is.All.EqualTo(1));
        Assert.That(open, Is.Zero);
    }

    [TestCase(1)]
    [TestCase(3)]
    public void No_items_are_no_work_and_make_nothing(int threads) =>
        Workers.ForEach(0, threads, NotMade, (_, item) => Assert.Fail($"item {item}"));

    [TestCase(1)]
    [TestCase(3)]
    public void An_error_comes_as_it_was_thrown_whatever_the_number_of_threads(int threads)
    {
        Assert.That(
            () => Workers.ForEach(9, threads, () => new Counted(() => { }, () => { }), (_, item) =>
            {
                if (item == 4)
                {
                    throw new InvalidOperationException("item 4");
                }
            }),
            Throws.TypeOf<InvalidOperationException>().With.Message.EqualTo("item 4"));
    }

    [Test]
    public void Negative_threads_are_refused() =>
        Assert.That(() => Workers.ForEach(1, -1, NotMade, (_, _) => { }), Throws.TypeOf<ArgumentOutOfRangeException>());

    private static Counted NotMade() => throw new AssertionException("There is nothing to begin.");

    private sealed class Counted : IDisposable
    {
        private readonly Action _end;

        public Counted(Action begin, Action end)
        {
            _end = end;
            begin();
        }

        public void Dispose() => _end();
    }
}
