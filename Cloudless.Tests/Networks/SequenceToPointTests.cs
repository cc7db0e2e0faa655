using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Inference.OnnxRuntime;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Networks.Onnx;

namespace Cloudless.Tests.Networks;

[TestFixture]
public class SequenceToPointTests
{
    private static readonly SequenceToPointOptions Options = new() { Branch = new DSen2CrOptions { Features = 4, Blocks = 1 }, Features = 6 };

    [Test]
    public void One_file_serves_three_to_five_dates_as_its_definition_reads()
    {
        SeriesModel model = Make(Options);
        using var engine = new SeriesEngine(model, new ExecutionOptions { Threads = 1 });
        for (int dates = 3; dates <= 5; dates++)
        {
            Block input = Input(dates);
            float[] output = new float[13 * 8 * 12];
            engine.Run([.. input.Values.Select(v => (float)v)], new TensorShape(dates, 15, 8, 12), output);

            // DN of the size of 10000 in float32 through seven layers.
            Assert.That(output, Is.EqualTo(SeriesReference.Run(model.Graph!, input)[0].Values).Within(0.05), $"{dates} dates");
        }
    }

    [TestCase(2)]
    [TestCase(6)]
    public void Other_numbers_of_dates_are_refused(int dates)
    {
        using var engine = new SeriesEngine(Make(Options), new ExecutionOptions());
        Assert.That(() => engine.Run(new float[dates * 15], new TensorShape(dates, 15, 1, 1), new float[13]), Throws.ArgumentException.With.Message.Contains("3 to 5 dates"));
    }

    [Test]
    public void Training_starts_from_the_mean_of_what_the_single_date_network_makes()
    {
        NetworkGraph graph = SequenceToPoint.Build(Options), branch = TestModels.Make().Graph;
        SequenceToPoint.Start(graph, branch, 1);
        Block input = Input(3);
        double[][] single = [.. Enumerable.Range(0, 3).Select(t => SeriesReference.Run(branch, new Block([1, 15, 8, 12], input.Values[(t * 15 * 96)..((t + 1) * 15 * 96)]))[0].Values)];
        Assert.That(SeriesReference.Run(graph, input)[0].Values, Is.EqualTo(single[0].Select((v, i) => single.Average(s => s[i]))).Within(1e-6));
    }

    [Test]
    public void Branch_of_another_size_is_refused_with_its_layer() => Assert.That(
        () => SequenceToPoint.Start(SequenceToPoint.Build(Options), TestModels.Make(features: 8).Graph, 1),
        Throws.TypeOf<CloudlessException>().With.Message.Contains("head.weight").And.Message.Contains("[8,15,3,3]"));

    [TestCase(1)]
    [TestCase(3)]
    public void Card_tells_the_halo_of_the_graph(int convolutions)
    {
        SequenceToPointOptions options = Options with { Convolutions = convolutions };
        Assert.That(Card(options).Halo, Is.EqualTo(SequenceToPoint.Build(options).Halo));
    }

    [Test]
    public void Single_images_and_series_have_contracts_of_their_own()
    {
        NetworkGraph series = SequenceToPoint.Build(Options);
        (NetworkGraph single, ModelCard card) = TestModels.Make();
        Assert.Multiple(() =>
        {
            Assert.That(() => CloudRemovalModel.Create(series, Card(Options)), Throws.TypeOf<ModelContractException>().With.Message.Contains("[N,T,15,H,W]"));
            Assert.That(() => SeriesModel.Create(single, card), Throws.TypeOf<ModelContractException>().With.Message.Contains("[N,T,15|13,H,W]"));
            Assert.That(() => SeriesModel.Create(series, Card(Options) with { Series = null }), Throws.TypeOf<ModelContractException>().With.Message.Contains("dates"));
            Assert.That(() => SeriesModel.Create(series, Card(Options) with { Series = new SeriesCard(4, 3, 6, 2) }), Throws.TypeOf<ModelContractException>().With.Message.Contains("4 to 3"));
            Assert.That(() => SeriesModel.Create(series, Card(Options) with { Halo = 1 }), Throws.TypeOf<ModelContractException>().With.Message.Contains("halo"));
            Assert.That(() => CloudRemovalModel.Create(single, card with { Series = new SeriesCard(3, 5, 6, 2) }), Throws.TypeOf<ModelContractException>().With.Message.Contains("series"));
        });
    }

    [Test]
    public void File_and_card_come_back()
    {
        string path = TestModels.TemporaryPath("series.onnx");
        SeriesModel made = Make(Options);
        made.Save(path);
        SeriesModel read = SeriesModel.Load(path);
        Assert.That(read.Sha256, Is.EqualTo(made.Sha256));
        GraphEquality.Require(read.Graph!, made.Graph!);
        Assert.That(read.Card.Describe(), Does.Contain("3 to 5 dates"));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    /// <summary>A model with weights that all count.</summary>
    internal static SeriesModel Make(SequenceToPointOptions options, float? sarFill = null)
    {
        NetworkGraph graph = SequenceToPoint.Build(options);
        HeUniform.Initialize(graph, 3);
        ModelCard card = Card(options);
        return SeriesModel.Create(graph, card with { Channels = [.. card.Channels.Select(c => c.Unit == ChannelCard.Decibel ? c with { MissingFill = sarFill } : c)] });
    }

    private static ModelCard Card(SequenceToPointOptions options) => ModelCard.ForSequenceToPoint(options, "test", "1.0.0", new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private static Block Input(int dates)
    {
        var block = new Block(1, dates, 15, 8, 12);
        var random = new SeededRandom(9);
        for (int i = 0; i < block.Values.Length; i++)
        {
            block.Values[i] = (float)(i / 96 % 15 < 13 ? random.NextDouble(0, 4000) : random.NextDouble(-25, 0));
        }

        return block;
    }
}
