using Cloudless.Networks;
using Cloudless.Tests.Cli;
using Cloudless.Training;
using Cloudless.Training.Batches;
using Cloudless.Training.Checkpoints;
using Cloudless.Training.Validation;

namespace Cloudless.Tests.Training;

[TestFixture]
public class TrainerWatcherTests
{
    [Test]
    public void A_training_killed_before_the_last_row_of_its_log_writes_it_when_it_is_resumed()
    {
        using var folder = new TemporaryFolder();
        TrainOptions options = new()
        {
            Network = new DSen2CrOptions { Features = 2, Blocks = 1 }, Batch = 2, Crop = 16, Steps = 12, CheckpointSteps = 4, LogSteps = 5,
        };
        Assert.That(() => Make(new Rows { KilledAt = 12 }).Run(), Throws.InstanceOf<IOException>());
        var rows = new Rows();
        _ = Make(rows).Resume(Checkpoint.Load(folder["run.ckpt"]));
        Assert.That(rows.Steps, Is.EqualTo(new[] { 10, 12 }));

        Trainer Make(Rows watcher) => new(options, new TrainingSet(SyntheticSamples.Few), g => new FakeEngine(g), folder["run.ckpt"]) { Watcher = watcher };
    }

    /// <summary>Keeps the steps of rows, and fails at one.</summary>
    private sealed class Rows : ITrainingWatcher
    {
        public List<long> Steps { get; } = [];

        public long KilledAt { get; init; } = -1;

        public void Logged(TrainProgress progress, TimeSpan elapsed)
        {
            if (progress.Step == KilledAt)
            {
                throw new IOException("killed");
            }

            Steps.Add(progress.Step);
        }

        public void Validated(TrainProgress progress, TimeSpan elapsed, ValidationResult result, IReadOnlyList<ValidationPicture> pictures, NetworkGraph? best)
        {
        }
    }
}
