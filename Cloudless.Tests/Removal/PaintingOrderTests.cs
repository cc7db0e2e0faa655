using Cloudless.Removal;

namespace Cloudless.Tests.Removal;

[TestFixture]
public class PaintingOrderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public void Tiles_that_are_done_early_wait_and_are_painted_in_order_by_whoever_brings_the_one_that_is_due()
    {
        List<(int Tile, float Value)> painted = [];
        var order = new PaintingOrder(3, 1, results: 3, (tile, output) => painted.Add((tile, output[0])));
        PaintingOrder.Turn[] turns = [.. Enumerable.Range(0, 3).Select(_ => order.Next(default)!)];
        foreach (PaintingOrder.Turn turn in turns)
        {
            turn.Output[0] = 10 + turn.Tile;
        }

        order.Done(turns[2]);
        order.Done(turns[1]);
        Assert.That(painted, Is.Empty);
        order.Done(turns[0]);
        Assert.That(painted, Is.EqualTo(new[] { (0, 10f), (1, 11f), (2, 12f) }));
        Assert.That(order.Next(default), Is.Null);
    }

    [Test]
    public void A_hand_waits_until_there_is_memory_for_its_result()
    {
        var order = new PaintingOrder(2, 1, results: 1, (_, _) => { });
        PaintingOrder.Turn first = order.Next(default)!;
        Task<PaintingOrder.Turn?> second = Task.Run(() => order.Next(default));
        Assert.That(second.Wait(50), Is.False);
        order.Done(first);
        Assert.That(second.Wait(Patience), Is.True);
        Assert.That(second.Result!.Tile, Is.EqualTo(1));
        Assert.That(second.Result.Output, Is.SameAs(first.Output));
    }

    [Test]
    public void After_a_failed_painting_nobody_gets_another_tile_and_nobody_waits_for_ever()
    {
        var order = new PaintingOrder(3, 1, results: 1, (_, _) => throw new CloudlessException("spoiled"));
        PaintingOrder.Turn first = order.Next(default)!;
        Task<PaintingOrder.Turn?> waiting = Task.Run(() => order.Next(default));
        Assert.Throws<CloudlessException>(() => order.Done(first));
        order.Stop();
        Assert.That(waiting.Wait(Patience), Is.True);
        Assert.That(waiting.Result, Is.Null);
    }

    [Test]
    public void A_cancellation_stops_all_hands()
    {
        using var source = new CancellationTokenSource();
        var order = new PaintingOrder(3, 1, results: 3, (_, _) => { });
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => order.Next(source.Token));
        Assert.That(order.Next(default), Is.Null);
    }
}
