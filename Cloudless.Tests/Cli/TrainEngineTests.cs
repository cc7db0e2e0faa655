using Cloudless.Cli.Hosting;
using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Engines.TorchSharp;

namespace Cloudless.Tests.Cli;

/// <summary>Holds with and without TorchSharp.</summary>
internal sealed class TrainEngineTests
{
    [Test]
    public void An_engine_that_cannot_be_had_is_refused_before_anything_is_read()
    {
        if (TorchRuntime.Problem(cuda: true) is null)
        {
            Assert.Ignore("CUDA works here.");
        }

        CliRun run = CliRun.Of("train", "--data", "nowhere", "--out", "m.onnx", "--engine", "cuda");
        CliRun precision = CliRun.Of("train", "--data", "nowhere", "--out", "m.onnx", "--engine", "cpu", "--precision", "bfloat16");
        Assert.Multiple(() =>
        {
            Assert.That(run.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(run.Error, Does.Contain("training engine cuda cannot be had").And.Contain("--engine cpu").And.Not.Contain("nowhere"));
            Assert.That(run.Out, Is.Empty);
            Assert.That(precision.Error, Does.Contain("trains in float32").And.Not.Contain("nowhere"));
        });
    }

    [TestCase("pix2pix")]
    [TestCase("uncrtaints")]
    public void A_network_that_needs_TorchSharp_is_refused_without_it_before_anything_is_read(string network)
    {
        if (TorchRuntime.Problem(cuda: false) is null)
        {
            Assert.Ignore("TorchSharp works here.");
        }

        CliRun run = CliRun.Of("train", "--data", "nowhere", "--out", "m.onnx", "--network", network);
        Assert.Multiple(() =>
        {
            Assert.That(run.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(run.Error, Does.Contain($"The network {network} is trained with TorchSharp, which cannot be had here").And.Contain("TorchSharp-cpu").And.Not.Contain("nowhere"));
        });
    }

    [TestCase("--loss", "l1", "--loss is for --network dsen2cr")]
    [TestCase("--crop", "100", "multiple of 16 pixels")]
    [TestCase("--features", "0", "--features")]
    public void Settings_that_do_not_go_with_a_network_are_a_wrong_command_line(string option, string value, string said)
    {
        CliRun run = CliRun.Of("train", "--data", "nowhere", "--out", "m.onnx", "--network", "pix2pix", option, value);
        Assert.That(run.Code, Is.EqualTo(ExitCodes.Usage));
        Assert.That(run.Error, Does.Contain(said));
    }

    [TestCase("pix2pix", "3")]
    [TestCase("uncrtaints", "1")]
    public void A_whole_training_makes_a_model_that_removes_clouds(string network, string blocks)
    {
        if (TorchRuntime.Problem(cuda: false) is { } problem)
        {
            Assert.Ignore(problem);
        }

        using var folder = new TemporaryFolder();
        Cloudless.Cli.Demo.SyntheticScene scene = SyntheticFiles.Scene(128);
        SyntheticFiles.Write(folder["a_s2_cloudy.tif"], scene.Cloudy, scene.OpticalProfile);
        SyntheticFiles.Write(folder["a_s2_clear.tif"], scene.Clear, scene.OpticalProfile);
        CliRun train = CliRun.Of(
            "train", "--data", folder.Root, "--network", network, "--features", "8", "--blocks", blocks, "--no-sar", "--steps", "4", "--crop", "64", "--batch", "1",
            "--out", folder["m.onnx"], "--engine", "torch-cpu", "--schedule", "linear").Succeeded();
        string[] remove = ["remove", "--s2", folder["a_s2_cloudy.tif"], "--model", folder["m.onnx"], "--out", folder["o.tif"]];
        CliRun removed = CliRun.Of([.. remove, "--uncertainty", folder["u.tif"]]);
        ModelCard card = CloudRemovalModel.Load(folder["m.onnx"]).Card;
        Assert.Multiple(() =>
        {
            Assert.That(train.Error, Does.Contain($"{network} is trained through TorchSharp alone"));
            Assert.That(card.Architecture.Name, Is.EqualTo(network));
            Assert.That(card.Training!.Optimizer, Does.StartWith(network == "pix2pix" ? "ADAM (0.5, 0.999)" : "ADAM (0.9, 0.999)"));
            Assert.That(removed.Code, Is.EqualTo(network == "uncrtaints" ? ExitCodes.Success : ExitCodes.Failure));
            Assert.That(removed.Error, network == "uncrtaints" ? Does.Not.Contain("variance") : Does.Contain("no output 'variance'"));
        });
        CliRun.Of([.. remove, "--overwrite"]).Succeeded();
    }

    [Test]
    public void A_whole_training_gives_nearly_the_same_model_on_TorchSharp()
    {
        if (TorchRuntime.Problem(cuda: false) is { } problem)
        {
            Assert.Ignore(problem);
        }

        using var folder = new TemporaryFolder();
        foreach ((string id, int column) in new[] { ("a", 0), ("b", 64) })
        {
            Cloudless.Cli.Demo.SyntheticScene scene = SyntheticFiles.Scene(128);
            var window = new Window(column, 32, 64, 64);
            SyntheticFiles.Write(folder[id + "_s2_cloudy.tif"], scene.Cloudy.Crop(window), scene.OpticalProfile with { Width = 64, Height = 64 });
            SyntheticFiles.Write(folder[id + "_s2_clear.tif"], scene.Clear.Crop(window), scene.OpticalProfile with { Width = 64, Height = 64 });
        }

        string[] train = ["train", "--data", folder.Root, "--features", "4", "--blocks", "1", "--no-sar", "--steps", "8", "--crop", "16", "--batch", "2", "--overwrite"];
        CliRun.Of([.. train, "--out", folder["start.onnx"], "--engine", "cpu", "--lr", "1e-9"]).Succeeded();
        CliRun own = CliRun.Of([.. train, "--out", folder["cpu.onnx"], "--engine", "cpu"]).Succeeded();
        CliRun torch = CliRun.Of([.. train, "--out", folder["torch.onnx"], "--engine", "torch-cpu"]).Succeeded();
        NetworkGraph start = Graph("start"), expected = Graph("cpu"), found = Graph("torch");
        double way = Distance(start, expected), off = Distance(expected, found);
        Assert.Multiple(() =>
        {
            Assert.That(own.Error, Does.Contain("training engine: cpu (asked for)"));
            Assert.That(torch.Error, Does.Contain("training engine: torch-cpu float32 (asked for)"));

            // As in the parity test of the engines.
            Assert.That(off / way, Is.LessThan(5e-3));
        });

        NetworkGraph Graph(string name) => CloudRemovalModel.Load(folder[name + ".onnx"]).Graph!;

        static double Distance(NetworkGraph a, NetworkGraph b) =>
            Math.Sqrt(a.Parameters.Zip(b.Parameters).Sum(p => p.First.Values.Zip(p.Second.Values, (x, y) => Math.Pow((double)x - y, 2)).Sum()));
    }
}
