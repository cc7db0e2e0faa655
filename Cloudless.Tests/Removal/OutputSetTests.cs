using Cloudless.Rasters;
using Cloudless.Removal;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Removal;

[TestFixture]
public class OutputSetTests
{
    [Test]
    public void No_output_is_put_in_place_when_the_last_one_must_not_be()
    {
        using var folder = new TestFolder();
        using (OutputSet outputs = OutputSet.Open([("image", folder["a.tif"]), ("receipt", folder["b.json"])], [], overwrite: false))
        {
            outputs.Write("image", path => File.WriteAllText(path, "image"));
            outputs.Write("receipt", path => File.WriteAllText(path, "receipt"));
            File.WriteAllText(folder["b.json"], "made by another meanwhile");
            Assert.That(outputs.Commit, Throws.TypeOf<OutputExistsException>().With.Message.Contains("b.json"));
        }

        Assert.That(folder.Names, Is.EqualTo(new[] { "b.json" }));
        Assert.That(File.ReadAllText(folder["b.json"]), Is.EqualTo("made by another meanwhile"));
    }

    [Test]
    public void Outputs_written_side_by_side_are_named_by_their_places_in_errors()
    {
        using var folder = new TestFolder();
        using OutputSet outputs = OutputSet.Open([("a", folder["a.tif"]), ("b", folder["b.tif"]), ("c", null)], [], overwrite: false);
        Assert.That(
            () => outputs.WriteTogether(place =>
            {
                Assert.That(place("c"), Is.Null);
                throw AtomicFile.WriteFailed(place("b")!, "rows 1..2.");
            }),
            Throws.TypeOf<CloudlessException>().With.Message.StartsWith($"'{folder["b.tif"]}' could not be written: rows 1..2."));
    }

    [Test]
    [NonParallelizable]
    public void What_cannot_be_cleaned_up_hides_no_error_and_stops_no_other_cleaning()
    {
        using var folder = new TestFolder();
        using var disk = new SmallDisk("1m");
        Assert.That(
            () =>
            {
                using OutputSet outputs = OutputSet.Open([("a", disk["a.tif"]), ("b", folder["b.tif"])], [], overwrite: false);
                disk.MakeReadOnly();
                throw new InvalidDataException("the cause");
            },
            Throws.TypeOf<InvalidDataException>());
        Assert.That(folder.Names, Is.Empty);
    }
}
