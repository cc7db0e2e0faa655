using Cloudless.Tests.Cli;
using Cloudless.Training.Logs;
using Cloudless.Training.Logs.Schema;

namespace Cloudless.Tests.Training.Logs;

[TestFixture]
public class EventFileTests
{
    [Test]
    public void The_judge_knows_the_published_check_value() =>
        Assert.That(EventRecords.Crc("123456789"u8), Is.EqualTo(0xE3069283));

    [Test]
    public void Curves_and_pictures_come_back_with_their_check_sums()
    {
        using var folder = new TemporaryFolder();
        byte[] png = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        using (var file = new EventFile(folder.Root, 0))
        {
            file.WriteScalars(7, ("train/loss", 0.25), ("train/rate", double.NaN));
            file.WriteImage(8, "validation/a", png, 3, 5);
        }

        List<Event> events = EventRecords.Read(Directory.GetFiles(folder.Root, EventFile.NamePattern).Single());
        Assert.Multiple(() =>
        {
            Assert.That(events, Has.Count.EqualTo(3));
            Assert.That(events[0].FileVersion, Is.EqualTo("brain.Event:2"));
            Assert.That(events[1].Step, Is.EqualTo(7));
            Assert.That(events[1].Summary.Value.Select(v => (v.Tag, v.SimpleValue)), Is.EqualTo(new[] { ("train/loss", 0.25f) }), "what is not finite leaves a gap");
            Summary.Types.Value image = events[2].Summary.Value.Single();
            Assert.That((image.Tag, image.Image.Height, image.Image.Width, image.Image.Colorspace), Is.EqualTo(("validation/a", 3, 5, 3)));
            Assert.That(image.Image.EncodedImageString.ToByteArray(), Is.EqualTo(png));
            Assert.That(events.Select(e => e.WallTime), Is.All.GreaterThan(1.7e9));
        });
    }

    [Test]
    public void A_resumed_training_writes_a_later_file_that_takes_back_what_is_done_again()
    {
        using var folder = new TemporaryFolder();
        using (var file = new EventFile(folder.Root, 0))
        {
            file.WriteScalars(90, ("train/loss", 1));
        }

        using (var file = new EventFile(folder.Root, 80))
        {
            file.WriteScalars(90, ("train/loss", 1));
        }

        string[] files = [.. Directory.GetFiles(folder.Root, EventFile.NamePattern).Order(StringComparer.Ordinal)];
        Assert.That(files, Has.Length.EqualTo(2));
        Event start = EventRecords.Read(files[1])[1];
        Assert.That((start.SessionLog.Status, start.Step), Is.EqualTo((SessionLog.Types.SessionStatus.Start, 81)));
    }

    [Test]
    public void A_missing_folder_is_named() => Assert.That(
        () => new EventFile(Path.Combine(Path.GetTempPath(), "no-such-folder-for-events"), 0), Throws.InstanceOf<CloudlessException>().With.Message.Contains("no-such-folder-for-events"));
}
