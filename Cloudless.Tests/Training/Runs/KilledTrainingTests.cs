using System.Diagnostics;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Cli;
using Cloudless.Tests.Training.Logs;

namespace Cloudless.Tests.Training.Runs;

/// <summary>The real process, killed without warning and started again.</summary>
[TestFixture]
public class KilledTrainingTests
{
    private const int Kills = 6;

    [Test]
    public void Killed_at_any_moment_and_resumed_a_training_ends_with_the_weights_of_the_unbroken_one()
    {
        using var folder = new TemporaryFolder();
        SampleFolder.Write(folder["data"]);
        string[] Line(string run) =>
        [
            "train", "--data", folder["data"], "--out-dir", folder[run], "--features", "4", "--blocks", "1", "--crop", "16", "--batch", "2", "--steps", "1000",
            "--checkpoint-steps", "40", "--log-steps", "30", "--validation-fold", "2", "--validation-steps", "200", "--ema", "0.99", "--clip-norm", "1", "--threads", "2",
        ];
        CliRun.Of(Line("unbroken")).Succeeded();
        var random = new SeededRandom(4);
        int kills = 0;
        for (; kills < Kills; kills++)
        {
            using Process process = CliProcess.Start([.. Line("killed"), "--resume", "--quiet"]);
            DateTime before = File.GetLastWriteTimeUtc(folder["killed/run.checkpoint"]);

            // The first is killed at its start; the others some time after a checkpoint, so that the training gets on.
            while (kills > 0 && File.GetLastWriteTimeUtc(folder["killed/run.checkpoint"]) == before && !process.WaitForExit(1))
            {
            }

            if (process.WaitForExit(random.Next(kills == 0 ? 300 : 60)))
            {
                Assert.That(process.ExitCode, Is.Zero, process.StandardError.ReadToEnd());
                break;
            }

            process.Kill();
            process.WaitForExit();
        }

        Assert.That(kills, Is.GreaterThanOrEqualTo(3), "the machine is so fast that the training must be made longer");
        CliRun last = CliRun.Of([.. Line("killed"), "--resume"]).Succeeded();
        TestContext.Out.WriteLine(last.Error);
        Assert.Multiple(() =>
        {
            Assert.That(Weights(folder["killed/last.onnx"]), Is.EqualTo(Weights(folder["unbroken/last.onnx"])), "last");
            Assert.That(Weights(folder["killed/best.onnx"]), Is.EqualTo(Weights(folder["unbroken/best.onnx"])), "best");
            Assert.That(RunLogs.WithoutTimes(folder["killed/log.csv"]), Is.EqualTo(RunLogs.WithoutTimes(folder["unbroken/log.csv"])));
            Assert.That(folder.Files, Has.None.Contains(".tmp"), "what a killed process had begun to write is cleared away");
        });
    }

    private static float[] Weights(string model) => [.. CloudRemovalModel.Load(model).Graph!.Parameters.SelectMany(p => p.Values)];
}
