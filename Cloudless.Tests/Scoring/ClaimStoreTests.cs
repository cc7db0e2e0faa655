using Cloudless.Scoring;
using Cloudless.Tests.Cli;

namespace Cloudless.Tests.Scoring;

/// <summary>Who works on which item.</summary>
internal sealed class ClaimStoreTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1), Short = TimeSpan.FromMilliseconds(50);

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Make() => _folder = new TemporaryFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void One_of_many_that_want_an_item_at_once_gets_it()
    {
        ClaimStore[] stores = [.. Enumerable.Range(0, 8).Select(i => new ClaimStore(_folder.Root, $"w{i}", Long))];
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
        var store = new ClaimStore(_folder.Root, "w", Long);
        store.TryTake("a")!.Dispose();
        Assert.That(_folder.Files, Is.Empty);
        using Claim? again = store.TryTake("a");
        Assert.That(again!.Deaths, Is.Zero);
    }

    [Test]
    public void The_claim_of_a_process_that_is_gone_is_taken_over_at_once_and_its_death_is_counted()
    {
        File.WriteAllBytes(_folder["a.1"], new ClaimRecord("dead", ProcessIdentity.Current with { Started = 1 }, 3).ToBytes());
        using Claim? claim = new ClaimStore(_folder.Root, "w", Long).TryTake("a");
        Assert.That(claim?.Deaths, Is.EqualTo(1));
    }

    [Test]
    public async Task A_claim_of_another_machine_is_taken_over_when_it_gave_no_sign_for_the_expiry_and_not_before()
    {
        ProcessIdentity far = new("far", "another boot", 1, 1);
        File.WriteAllBytes(_folder["a.1"], new ClaimRecord("far", far, 1).ToBytes());
        var store = new ClaimStore(_folder.Root, "w", TimeSpan.FromMilliseconds(300));
        Assert.That(store.TryTake("a"), Is.Null, "seen for the first time");
        await Task.Delay(200);
        File.WriteAllBytes(_folder["a.1"], new ClaimRecord("far", far, 2).ToBytes());
        await Task.Delay(200);
        Assert.That(store.TryTake("a"), Is.Null, "it gave a sign");
        Assert.That(() => store.TryTake("a") is not null, Is.True.After(5000, 50));
        Assert.That(_folder.Files, Is.EqualTo(new[] { "a.1", "a.2" }));
    }

    [Test]
    public void Who_was_taken_for_dead_knows_it_and_leaves_the_other_ones_claim_alone()
    {
        var sleeper = new ClaimStore(_folder.Root, "sleeper", Long);
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
        var store = new ClaimStore(_folder.Root, "w", Short);
        Assert.That(store.TryTake("a"), Is.Null);
        Assert.That(() => store.TryTake("a") is not null, Is.True.After(5000, 50));
    }

    [Test]
    public void Beats_keep_a_claim_alive_for_those_who_cannot_see_the_process()
    {
        var owner = new ClaimStore(_folder.Root, "owner", Long);
        using Claim? claim = owner.TryTake("a");
        byte[] first = File.ReadAllBytes(_folder["a.1"]);
        owner.Beat();
        byte[] second = File.ReadAllBytes(_folder["a.1"]);
        Assert.That(second, Is.Not.EqualTo(first).And.Length.EqualTo(first.Length));
    }
}
