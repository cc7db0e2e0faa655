using Cloudless.Cli.Hosting;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Cli;
using Cloudless.Tests.Networks;
using Cloudless.Training.Import;

namespace Cloudless.Tests.Training.Import;

/// <summary>Weights of an UnCRtainTS by order and shape, on files made here: none of its authors' was at hand.</summary>
internal sealed class UnCRtainTSImportTests
{
    private static readonly UnCRtainTSOptions Options = new() { Features = 8, Blocks = 2 };

    [TestCase(true)]
    [TestCase(false)]
    public void A_state_dict_with_SAR_first_and_an_attention_becomes_a_model_that_computes_the_same(bool sar)
    {
        using var folder = new TemporaryFolder();
        NetworkGraph graph = Made(Options with { Sar = sar });
        List<(string, object)> weights = Layers(graph, sar);
        weights.Insert(20, ("temporal.key.weight", new TorchWriter.Tensor([12, 8], new float[96])));
        TorchWriter.Write(folder["w.pth"], weights);
        ImportReport report = WeightImport.Execute(
            new ImportRequest { Weights = folder["w.pth"], Output = folder["m.onnx"], Network = ArchitectureCard.UnCRtainTS, LeaveOut = ["temporal."] });
        CloudRemovalModel model = CloudRemovalModel.Load(folder["m.onnx"]);
        var input = new Block(1, graph.Inputs[0].Channels, 8, 8);
        for (int i = 0; i < input.Values.Length; i++)
        {
            input.Values[i] = i < 13 * 64 ? i * 11 % 9000 : -i % 25;
        }

        Assert.Multiple(() =>
        {
            Assert.That((report.Network, report.Features, report.Blocks, report.Sar), Is.EqualTo(("uncrtaints", 8, 2, sar)));
            Assert.That(SeriesReference.Run(model.Graph!, input)[1].Values, Is.EqualTo(SeriesReference.Run(graph, input)[1].Values));
            Assert.That(model.Card.Limitations, Has.Some.Contains("No file of its authors was at hand"));
            Assert.That(model.Card.Origin!.File, Is.EqualTo("w.pth"));
        });
    }

    [Test]
    public void What_does_not_fit_is_named_with_what_to_do()
    {
        using var folder = new TemporaryFolder();
        List<(string, object)> weights = Layers(Made(Options), sar: true);
        TorchWriter.Write(folder["more.pth"], new List<(string, object)>([.. weights, ("late.weight", new TorchWriter.Tensor([3, 3], new float[9]))]));
        weights.Insert(20, ("temporal.key.weight", new TorchWriter.Tensor([12, 8], new float[96])));
        TorchWriter.Write(folder["w.pth"], weights);
        Assert.Multiple(() =>
        {
            Refuses("w.pth", [], "temporal.key", "--leave-out");
            Refuses("more.pth", [], "late", "--leave-out");
            Refuses("w.pth", ["attention."], "'attention.'", "temporal.key");
            CliRun run = CliRun.Of("import", folder["w.pth"], "--leave-out", "temporal.", "--out", folder["m.onnx"]);
            Assert.That((run.Code, run.Error.Contains("goes with --network uncrtaints", StringComparison.Ordinal)), Is.EqualTo((ExitCodes.Usage, true)));
        });

        void Refuses(string file, string[] leaveOut, params string[] said)
        {
            string message = Assert.Throws<CloudlessException>(() => WeightImport.Execute(
                new ImportRequest { Weights = folder[file], Output = folder["m.onnx"], Network = ArchitectureCard.UnCRtainTS, LeaveOut = leaveOut }))!.Message;
            Assert.That(said, Is.All.Matches<string>(message.Contains), message);
        }
    }

    [Test]
    public void Weights_of_another_network_are_refused()
    {
        using var folder = new TemporaryFolder();
        TorchWriter.Write(folder["w.pth"], new List<(string, object)> { ("a.weight", new TorchWriter.Tensor([6, 15, 3, 3], new float[810])) });
        Assert.That(
            () => WeightImport.Execute(new ImportRequest { Weights = folder["w.pth"], Output = folder["m.onnx"], Network = ArchitectureCard.UnCRtainTS }),
            Throws.TypeOf<CloudlessException>().With.Message.Contains("not the weights of an UnCRtainTS").And.Message.Contains("[6,15,3,3]"));
    }

    private static NetworkGraph Made(UnCRtainTSOptions options)
    {
        NetworkGraph graph = UnCRtainTS.Build(options);
        HeUniform.Initialize(graph, 6);
        return graph;
    }

    // As PyTorch names and shapes them: normalizations without sizes of 1, SAR before the bands.
    private static List<(string, object)> Layers(NetworkGraph graph, bool sar)
    {
        var layers = new List<(string, object)>();
        foreach (Parameter parameter in graph.Parameters)
        {
            float[] values = [.. parameter.Values];
            if (layers.Count == 0 && sar)
            {
                values = [.. values.Chunk(15).SelectMany(row => row[13..].Concat(row[..13]))];
            }

            int[] shape = parameter.Shape is [var channels, 1, 1] ? [channels] : [.. parameter.Shape];
            layers.Add(($"net.{parameter.Name}", new TorchWriter.Tensor(shape, values)));
        }

        return layers;
    }
}
