using Cloudless.Removal;
using Cloudless.Temporal;
using Cloudless.Tests.Cli;

namespace Cloudless.Tests.Temporal.Scenes;

[TestFixture]
public class SeriesRemovalJobTests
{
    [TestCase("looking for clouds")]
    [TestCase("removing clouds")]
    public void Cancellation_in_the_middle_leaves_everything_as_it_was(string stage)
    {
        using var folder = new TemporaryFolder();
        string pattern = SmallScenes.Write(folder, 0, 24, 0);
        IReadOnlyList<string> before = folder.Files;
        using var cancellation = new CancellationTokenSource();
        var request = new SeriesRemovalRequest { OpticalPaths = [pattern], OutputFolder = folder["out"] };
        Assert.That(() => SeriesRemovalJob.Run(request, new Trigger(stage, cancellation.Cancel), cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That((folder.Files, Directory.Exists(folder["out"])), Is.EqualTo((before, false)));
    }

    [Test]
    public void A_scene_that_breaks_off_is_named_and_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        string pattern = SmallScenes.Write(folder, 0, 24, 0), broken = folder[$"s2_{SmallScenes.Name(2)}.tif"];
        byte[] bytes = File.ReadAllBytes(broken);
        File.WriteAllBytes(broken, bytes[..(bytes.Length / 2)]);
        IReadOnlyList<string> before = folder.Files;
        Assert.That(
            () => SeriesRemovalJob.Run(new SeriesRemovalRequest { OpticalPaths = [pattern], OutputFolder = folder["out"] }),
            Throws.InstanceOf<CloudlessException>().With.Message.Contains(Path.GetFileName(broken)));
        Assert.That((folder.Files, Directory.Exists(folder["out"])), Is.EqualTo((before, false)));
    }

    private sealed class Trigger(string stage, Action action) : IProgress<RemovalProgress>
    {
        public void Report(RemovalProgress value)
        {
            if (value.Stage == stage)
            {
                action();
            }
        }
    }
}
