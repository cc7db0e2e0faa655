using Cloudless.Training.Batches;

namespace Cloudless.Tests.Training.Batches;

[TestFixture]
public class DataPassTests
{
    private static readonly TrainingSet Set = new(SyntheticSamples.Few);

    [Test]
    public void Every_patch_comes_once_in_each_pass_in_an_order_of_its_own()
    {
        DataPass pass = All();
        string[][] passes = [.. Enumerable.Range(0, 6).Select(p => Enumerable.Range(0, pass.Count).Select(i => pass.At((p * pass.Count) + i).Item.Id).ToArray())];
        Assert.That(passes, Is.All.EquivalentTo(new[] { "one", "two", "pair", "clear" }));
        Assert.That(passes.Select(p => string.Join(' ', p)).Distinct().Count(), Is.GreaterThan(2));
    }

    [Test]
    public void A_slot_has_its_patch_whatever_was_asked_before()
    {
        DataPass pass = All(), other = All();
        string[] forward = [.. Enumerable.Range(0, 20).Select(i => pass.At(i).Item.Id)];
        string[] backward = [.. Enumerable.Range(0, 20).Reverse().Select(i => other.At(i).Item.Id).Reverse()];
        Assert.That(backward, Is.EqualTo(forward));
    }

    [Test]
    public void A_patch_is_drawn_as_what_it_serves_for()
    {
        DataPass pass = All();
        var uses = Enumerable.Range(0, pass.Count).Select(i => pass.At(i)).ToDictionary(p => p.Item.Id, p => p.Uses.Select(u => u.Source).ToArray());
        Assert.That(uses["clear"], Is.EqualTo(new[] { SampleSource.Simulated }));
        Assert.That(uses["one"], Is.EqualTo(new[] { SampleSource.Triplet, SampleSource.Simulated }));
        Assert.That(uses["pair"], Does.Contain(SampleSource.Pair));
        Assert.That(new DataPass(Set, [(1, SampleSource.Triplet)], 1).Count, Is.EqualTo(2), "what the mix leaves out is not passed over");
    }

    private static DataPass All() => new(Set, [(1, SampleSource.Triplet), (1, SampleSource.Pair), (1, SampleSource.Simulated)], 5);
}
