using Cloudless.Networks;
using Cloudless.Tests.Rasters;
using Cloudless.Training;
using Cloudless.Training.Checkpoints;
using Cloudless.Training.Engines;
using Cloudless.Training.Validation;

namespace Cloudless.Tests.Training.Checkpoints;

[TestFixture]
public class CheckpointTests
{
    [Test]
    public void Everything_comes_back()
    {
        using var folder = new TestFolder();
        Checkpoint saved = Make(41);
        saved.Save(folder["c"]);
        Checkpoint read = Checkpoint.Load(folder["c"]);
        Assert.Multiple(() =>
        {
            Assert.That(read.Options, Is.EqualTo(saved.Options));
            Assert.That(read.State, Is.EqualTo(saved.State));
            Assert.That(read.Data, Is.EqualTo("data"));
            Assert.That(read.Weights["w"], Is.EqualTo(saved.Weights["w"]));
            Assert.That(read.Average!["w"], Is.EqualTo(saved.Average!["w"]));
            Assert.That((read.Optimizer.Step, read.Optimizer.MomentumSchedule), Is.EqualTo((41, 0.75)));
            Assert.That(read.Optimizer.SecondMoments[0], Is.EqualTo(saved.Optimizer.SecondMoments[0]));
        });
    }

    [Test]
    public void An_opponent_comes_back_where_there_is_one()
    {
        using var folder = new TestFolder();
        Checkpoint saved = Make(41);
        saved.Save(folder["alone"]);
        (saved with { Optimizer = saved.Optimizer with { Opponent = new OpponentState([[1, 2], [3]], new NAdamState(40, 1, [[4, 5], [6]], [[7, 8], [9]])) } }).Save(folder["opposed"]);
        OpponentState read = Checkpoint.Load(folder["opposed"]).Optimizer.Opponent!;
        Assert.Multiple(() =>
        {
            Assert.That(Checkpoint.Load(folder["alone"]).Optimizer.Opponent, Is.Null);
            Assert.That(read.Weights, Is.EqualTo(new float[][] { [1, 2], [3] }));
            Assert.That((read.Optimizer.Step, read.Optimizer.FirstMoments[0][1], read.Optimizer.SecondMoments[1][0]), Is.EqualTo((40, 5f, 9f)));
        });
    }

    [Test]
    public void The_checkpoint_before_a_torn_one_is_found()
    {
        using var folder = new TestFolder();
        Make(1).Save(folder["c"]);
        Make(2).Save(folder["c"]);
        byte[] bytes = File.ReadAllBytes(folder["c"]);
        var log = new List<string>();
        Assert.That(Checkpoint.LoadNewest(folder["c"], log.Add).Optimizer.Step, Is.EqualTo(2));
        Assert.That(log, Is.Empty);
        foreach (int length in new[] { 0, 5, bytes.Length / 2, bytes.Length - 1 })
        {
            File.WriteAllBytes(folder["c"], bytes[..length]);
            Assert.That(Checkpoint.LoadNewest(folder["c"], log.Add).Optimizer.Step, Is.EqualTo(1), $"{length} bytes");
            Assert.That(log[^1], Does.Contain("Going on from").And.Contain("step 1"));
        }

        File.Delete(folder["c"]);
        Assert.That(Checkpoint.Exists(folder["c"]), Is.True);
        Assert.That(Checkpoint.LoadNewest(folder["c"]).Optimizer.Step, Is.EqualTo(1));
        File.Delete(folder["c"] + ".previous");
        Assert.That(Checkpoint.Exists(folder["c"]), Is.False);
        Assert.That(() => Checkpoint.LoadNewest(folder["c"]), Throws.InstanceOf<CloudlessException>());
    }

    [Test]
    public void A_flipped_bit_is_noticed()
    {
        using var folder = new TestFolder();
        Make(1).Save(folder["c"]);
        byte[] bytes = File.ReadAllBytes(folder["c"]);
        bytes[^100] ^= 4;
        File.WriteAllBytes(folder["c"], bytes);
        Assert.That(() => Checkpoint.Load(folder["c"]), Throws.InstanceOf<CloudlessException>().With.Message.Contains("damaged"));
    }

    [Test]
    public void A_full_disk_keeps_the_earlier_checkpoint_and_leaves_nothing_half()
    {
        using var disk = new SmallDisk("256k");
        string path = disk["c"];
        Make(1, values: 5000).Save(path);
        Assert.That(
            () => Make(2, values: 50_000).Save(path), Throws.InstanceOf<CloudlessException>().With.Message.Contains(path).And.Message.Contains("Is the disk full?"));
        Assert.That(Checkpoint.Load(path).Optimizer.Step, Is.EqualTo(1));
        Assert.That(Directory.GetFileSystemEntries(disk.Path), Is.EqualTo(new[] { path }));
    }

    private static Checkpoint Make(long step, int values = 9)
    {
        float[] Array(float start) => [.. Enumerable.Range(0, values).Select(i => start + (i / 7f))];
        var state = new TrainingState { Elapsed = TimeSpan.FromSeconds(12.5), Loss = 1.0 / 3, LossSteps = 7, Best = new ValidationResult(3, 0.1, 25.5) };
        return new Checkpoint(
            new TrainOptions { Network = new DSen2CrOptions { Features = 3 }, Steps = 9, Optimizer = new NAdamOptions { MaximumGradientNorm = 5 } }, "data", state,
            new Dictionary<string, float[]> { ["w"] = Array(step) }, new Dictionary<string, float[]> { ["w"] = Array(step + 0.5f) },
            new NAdamState(step, 0.75, [Array(2)], [Array(3)]));
    }
}
