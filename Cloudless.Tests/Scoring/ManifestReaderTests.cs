using Cloudless.Scoring;
using Cloudless.Tests.Cli;

namespace Cloudless.Tests.Scoring;

/// <summary>What a manifest may hold, and what is said of one that is wrong.</summary>
internal sealed class ManifestReaderTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Make() => _folder = new TemporaryFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void Lines_of_json_and_of_csv_tell_the_same()
    {
        string json = Write("a.jsonl", """{"id":"A","s2":"in/a.tif","s1":["vv.tif","/abs/vh.tif"],"options":{"radiometry":"harmonized","composite":"off"}}""", "", """{"id":"B","s2":"/vsizip/b.zip/b.tif"}""");
        string csv = Write("a.csv", "id,s2,s1,radiometry,composite", "A,\"in/a.tif\",vv.tif;/abs/vh.tif,harmonized,off", "B,/vsizip/b.zip/b.tif,,,");
        foreach (string path in new[] { json, csv })
        {
            ManifestItem[] items = [.. ManifestReader.Read(path)];
            Assert.That(ManifestReader.Check(path), Is.EqualTo(2));
            Assert.Multiple(() =>
            {
                Assert.That(items[0].S2, Is.EqualTo(_folder["in/a.tif"]), "paths are the manifest's");
                Assert.That(items[0].S1, Is.EqualTo(new[] { _folder["vv.tif"], "/abs/vh.tif" }));
                Assert.That(items[0].Options, Is.EqualTo(new ItemOptions { Radiometry = "harmonized", Composite = "off" }));
                Assert.That((items[1].S2, items[1].S1.Count, items[1].Options), Is.EqualTo(("/vsizip/b.zip/b.tif", 0, (ItemOptions?)null)));
            });
        }
    }

    [Test]
    public void The_first_character_tells_what_an_extension_does_not()
    {
        Assert.That(ManifestReader.Read(Write("a.txt", """{"id":"A","s2":"a.tif"}""")).Single().Id, Is.EqualTo("A"));
        Assert.That(ManifestReader.Read(Write("b.txt", "s2,id", "a.tif,B")).Single().Id, Is.EqualTo("B"));
    }

    [TestCase("""{"id":"a","s2":"x"}|{"id":"A","s2":"y"}""", "line 2", "stands in line 1", TestName = "An_id_that_comes_twice_but_for_capitals")]
    [TestCase("""{"id":"../a","s2":"x"}""", "line 1", "not safe as a file name", TestName = "An_id_that_leads_elsewhere")]
    [TestCase("""{"id":"nul.txt","s2":"x"}""", "line 1", "device", TestName = "An_id_that_is_a_device")]
    [TestCase("""{"id":"a"}""", "line 1", "'s2' is missing", TestName = "No_scene")]
    [TestCase("""{"id":"a","s2":"x","sl":"y"}""", "line 1", "'sl' is not known", TestName = "A_name_misspelled")]
    [TestCase("""{"id":"a","s2":"x","options":{"composite":"perhaps"}}""", "line 1", "expected one of on, off", TestName = "A_word_that_an_option_does_not_take")]
    [TestCase("""{"id":"a","s2":"x"}|{"id":"b","s2":""", "line 2", "not JSON", TestName = "A_line_that_is_cut_off")]
    [TestCase("""{"id":"a","s2":"x","s2":"y"}""", "line 1", "twice", TestName = "A_name_that_comes_twice")]
    [TestCase("", "holds no item", "manifest", TestName = "Nothing")]
    public void What_is_wrong_is_told_with_its_line(string lines, string where, string why) =>
        Assert.That(() => ManifestReader.Check(Write("m.jsonl", lines.Split('|'))), Throws.TypeOf<CloudlessException>().With.Message.Contains(where).And.Message.Contains(why));

    [TestCase("id,s1|a,b", "id and s2 among them")]
    [TestCase("id,s2|a", "1 fields; the header has 2")]
    [TestCase("id,s2|a,\"b", "quote")]
    [TestCase("id,s2,colour|a,b,c", "'colour' is not known")]
    public void What_is_wrong_in_csv_is_told(string lines, string why) =>
        Assert.That(() => ManifestReader.Check(Write("m.csv", lines.Split('|'))), Throws.TypeOf<CloudlessException>().With.Message.Contains(why));

    private string Write(string name, params string[] lines)
    {
        File.WriteAllLines(_folder[name], lines);
        return _folder[name];
    }
}
