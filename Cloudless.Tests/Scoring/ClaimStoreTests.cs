using Cloudless.Scoring;
using Cloudless.Tests.Cli;

namespace Cloudless.Tests.Scoring;

/// <summary>Who works on which item.</summary>
internal sealed class ClaimStoreTests
{
    private static readonly TimeSpan Expiry = TimeSpan.FromMinutes(1), Second = TimeSpan.FromSeconds(1);

    private TemporaryFolder _folder = null!;
    private HandClock _clock = null!;

    [SetUp]
    public void Make() => (_folder, _clock) = (new TemporaryFolder(), new HandClock());

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void One_of_many_that_want_an_item_at_once_gets_it()
    {
        ClaimStore[] stores = [.. Enumerable.Range(0, 8).Select(i => Store($"w{i}"))];
        for (int item = 0; item < 50; item++)
        {
            Claim?[] claims = new Claim?[stores.Length];
            Parallel.For(0, stores.Length, i => claims[i] = stores[i].TryTake($"item{item}"));
            Assert.That(claims.Count(c => c is not null), Is.EqualTo(1));
        }
    }

    [Test]
    public void A_claim_that_was_let_go_of_leaves_nothing_and_can_be_taken_again()
    {
        var store = Store("w");
        store.TryTake("a")!.Dispose();
        Assert.That(_folder.Files, Is.Empty);
        using Claim? again = store.TryTake("a");
        Assert.That(again!.Deaths, Is.Zero);
    }

    [Test]
    public void The_claim_of_a_process_that_is_gone_is_taken_over_at_once_and_its_death_is_counted()
    {
        File.WriteAllBytes(_folder["a.1"], new ClaimRecord("dead", ProcessIdentity.Current with { Started = 1 }, 3).ToBytes());
        using Claim? claim = Store("w").TryTake("a");
        Assert.That(claim?.Deaths, Is.EqualTo(1));
    }

    [Test]
    public void A_claim_of_another_machine_is_taken_over_when_it_gave_no_sign_for_the_expiry_and_not_before()
    {
        Far(1);
        ClaimStore store = Store("w");
        Assert.That(store.TryTake("a"), Is.Null, "seen for the first time");
        _clock.Advance(Expiry - Second);
        Far(2);
        Assert.That(store.TryTake("a"), Is.Null, "it gave a sign");
        _clock.Advance(Expiry);
        Assert.That(store.TryTake("a"), Is.Null, "the sign is not older than the expiry");
        _clock.Advance(Second);
        Assert.That(store.TryTake("a"), Is.Not.Null);
        Assert.That(_folder.Files, Is.EqualTo(new[] { "a.1", "a.2" }));
    }

    [Test]
    public void Of_several_that_wait_for_a_dead_owner_one_takes_over_and_the_others_count_anew()
    {
        Far(1);
        ClaimStore[] stores = [Store("v"), Store("w")];
        Assert.That(stores.Select(s => s.TryTake("a")), Is.All.Null);
        _clock.Advance(Expiry + Second);
        Assert.That(stores[0].TryTake("a")?.Deaths, Is.EqualTo(1));
        File.WriteAllBytes(_folder["a.2"], new ClaimRecord("v", Elsewhere, 0).ToBytes());
        Assert.That(stores[1].TryTake("a"), Is.Null, "the new owner has all of the expiry");
        _clock.Advance(Expiry + Second);
        Assert.That(stores[1].TryTake("a")?.Deaths, Is.EqualTo(2));
    }

    [Test]
    public void Who_was_taken_for_dead_knows_it_and_leaves_the_other_ones_claim_alone()
    {
        var sleeper = Store("sleeper");
        Claim lost = sleeper.TryTake("a")!;
        File.WriteAllBytes(_folder["a.2"], new ClaimRecord("other", ProcessIdentity.Current, 0).ToBytes());
        Assert.That(lost.IsMine(), Is.False);
        lost.Dispose();
        Assert.That(_folder.Files, Does.Contain("a.2"));
    }

    [Test]
    public void An_empty_claim_whose_owner_died_while_making_it_expires()
    {
        File.WriteAllBytes(_folder["a.1"], []);
        var store = Store("w");
        Assert.That(store.TryTake("a"), Is.Null);
        _clock.Advance(Expiry + Second);
        Assert.That(store.TryTake("a"), Is.Not.Null);
    }

    [Test]
    public void Beats_keep_a_claim_alive_for_those_who_cannot_see_the_process()
    {
        var owner = Store("owner");
        using Claim? claim = owner.TryTake("a");
        byte[] first = File.ReadAllBytes(_folder["a.1"]);
        owner.Beat();
        byte[] second = File.ReadAllBytes(_folder["a.1"]);
        Assert.That(second, Is.Not.EqualTo(first).And.Length.EqualTo(first.Length));
    }

    private static ProcessIdentity Elsewhere => new("far", "another boot", 1, 1);

    private void Far(long beat) => File.WriteAllBytes(_folder["a.1"], new ClaimRecord("far", Elsewhere, beat).ToBytes());

    private ClaimStore Store(string worker) => new(_folder.Root, worker, Expiry, _clock);
}
