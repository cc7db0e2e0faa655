using Cloudless.Training.Datasets;
using Cloudless.Training.Datasets.Images;

namespace Cloudless.Tests.Training.Datasets;

[TestFixture]
public class PatchStoreTests
{
    [Test]
    public void What_was_used_last_is_kept_within_its_bytes()
    {
        var store = new PatchStore(NanRule.Fill, 250);
        int loads = 0;
        int[] Load(string name) => store.Keep((name, "pixels"), () => { loads++; return new int[25]; }, v => v.Length * sizeof(int));
        int[] a = Load("a");
        Load("b");
        Assert.That(Load("a"), Is.SameAs(a));
        Load("c");
        Assert.That((store.Bytes, loads), Is.EqualTo((200L, 3)));
        Assert.That(Load("a"), Is.SameAs(a), "used after b, so b had to go");
        Load("b");
        Assert.That(loads, Is.EqualTo(4));
    }

    [Test]
    public void Nothing_larger_than_the_store_is_kept()
    {
        var store = new PatchStore(NanRule.Fill, 0);
        byte[] first = store.Keep(("a", "pixels"), () => new byte[1], v => v.Length);
        byte[] again = store.Keep(("a", "pixels"), () => new byte[1], v => v.Length);
        Assert.That(again, Is.Not.SameAs(first));
        Assert.That(store.Bytes, Is.Zero);
    }
}
