using Cloudless.Tests.Cli;
using Cloudless.Training;
using Cloudless.Training.Logs;
using Cloudless.Training.Validation;

namespace Cloudless.Tests.Training.Logs;

[TestFixture]
public class RunLogTests
{
    [Test]
    public void Rows_tell_step_loss_rate_and_speed_and_what_the_validation_found()
    {
        using var folder = new TemporaryFolder();
        using (var log = new RunLog(folder["log.csv"], 0))
        {
            log.Write(At(50), TimeSpan.FromSeconds(2));
            log.Write(At(100), TimeSpan.FromSeconds(4.2), new ValidationResult(100, 0.5, 27.125));
        }

        Assert.That(File.ReadAllLines(folder["log.csv"]), Is.EqualTo(new[]
        {
            "step,loss,loss_name,rate,steps_per_second,elapsed_seconds,validation_loss,validation_psnr",
            "50,0.25,carl,0.001,12.5,2.0,,",
            "100,0.25,carl,0.001,12.5,4.2,0.5,27.1250",
        }));
    }

    [Test]
    public void A_resumed_log_goes_on_without_the_rows_that_are_done_again()
    {
        using var folder = new TemporaryFolder();
        using (var log = new RunLog(folder["log.csv"], 0))
        {
            log.Write(At(50), TimeSpan.Zero);
            log.Write(At(100), TimeSpan.Zero);
            log.Write(At(150), TimeSpan.Zero);
        }

        // Killed in the middle of a row whose number is that of an earlier step.
        File.AppendAllText(folder["log.csv"], "20");
        using (var log = new RunLog(folder["log.csv"], 100))
        {
            log.Write(At(150), TimeSpan.Zero);
        }

        Assert.That(File.ReadAllLines(folder["log.csv"]).Skip(1).Select(l => l.Split(',')[0]), Is.EqualTo(new[] { "50", "100", "150" }));
    }

    private static TrainProgress At(long step) => new(step, 0.5, 0.25, "carl", 1e-3, 12.5, TimeSpan.Zero);
}
