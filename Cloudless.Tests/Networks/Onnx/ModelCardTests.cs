using Cloudless.Networks.Onnx;

namespace Cloudless.Tests.Networks.Onnx;

[TestFixture]
public class ModelCardTests
{
    [Test]
    public void Card_comes_back_from_json_with_everything_in_it()
    {
        ModelCard card = TestModels.FullCard();
        ModelCard read = ModelCard.FromJson(card.ToJson(), "file");
        Assert.Multiple(() =>
        {
            Assert.That(read.ToJson(), Is.EqualTo(card.ToJson()));
            Assert.That(read.Training!.Seed, Is.EqualTo(ulong.MaxValue));
            Assert.That(read.Metrics[0].Values["best"], Is.EqualTo(double.PositiveInfinity));
            Assert.That(read.Channels, Is.EqualTo(card.Channels));
            Assert.That(read.Created, Is.EqualTo(card.Created));
        });
    }

    [Test]
    public void Members_of_later_versions_are_ignored()
    {
        string json = TestModels.FullCard().ToJson().Insert(1, "\"later\": {\"a\": 1},");
        Assert.That(ModelCard.FromJson(json, "file").Name, Is.EqualTo("test"));
    }

    [Test]
    public void List_with_null_in_it_is_refused()
    {
        string json = TestModels.FullCard().ToJson().Replace("\"limitations\": [", "\"limitations\": [null,", StringComparison.Ordinal);
        Assert.That(() => ModelCard.FromJson(json, "some.onnx"), Throws.TypeOf<ModelContractException>().With.Message.StartsWith("some.onnx"));
    }

    [Test]
    public void Description_says_inputs_training_license_metrics_and_limitations()
    {
        string text = (TestModels.FullCard() with { Halo = 4 }).Describe();
        foreach (string part in (string[])
            ["test 1.2.3, made 2025-01-02", "dsen2cr, F=4, B=1", "VV: dB, clipped to -25 .. 0", "B01 B02 B03", "refused", "CC-BY-4.0", "fold 2 left out",
             "seed 18446744073709551615", "psnrDb 26.5", "Not comparable", "L1C, reflectance = DN/10000"])
        {
            Assert.That(text, Does.Contain(part));
        }
    }

    [Test]
    public void Description_names_fills_of_missing_channels_and_untrained_weights()
    {
        ModelCard card = TestModels.Make().Card;
        card = card with { Channels = [.. card.Channels.SkipLast(1), card.Channels[^1] with { MissingFill = -32.5f }] };
        Assert.That(card.Describe(), Does.Contain("VH is taken as -32.5 dB").And.Contains("were not trained"));
    }
}
