using System.Text.Json;
using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Masks;
using Cloudless.Networks.Onnx;
using Cloudless.Removal;
using Cloudless.Removal.PriorFills;

namespace Cloudless.Tests.Removal.PriorFills;

/// <summary>Models whose card asks for a prior fill, or knows what stands for a missing B10, in the remover.</summary>
[TestFixture]
public class FillInRemovalTests
{
    private const int Height = 60, Width = 70;

    private static readonly Raster<float> Optical = Fixtures.SignedDn(Fixtures.Scene(Height, Width, 30, 30, 12));

    private static readonly Raster<float> Sar = Fixtures.Sar(Height, Width);

    [TestCase(true)]
    [TestCase(false)]
    public void The_network_sees_the_fill_under_the_removal_mask_whether_or_not_the_result_is_composed(bool composite)
    {
        CloudRemovalModel model = Model(PriorFillCard.SarRegression);
        float[] seen = [];
        RemovalResult result = Remove(model, Optical, Sar, new RemovalOptions { Composite = composite }, 128, input => seen = input);
        Raster<float> expected = new PriorFill(model.Card.PriorFill!).Apply(Optical, Sar, RemovalMask.Compute(Optical));
        var tiles = new TouchedTiles(Width, Height, 128, new TileReach(1, model.Card.Halo));
        tiles.Mark(result.Weight.Data, new Window(0, 0, Width, Height));
        Window part = tiles.Touched.Single().Input;
        Assert.Multiple(() =>
        {
            Assert.That(seen, Is.EqualTo((float[])[.. expected.Crop(part).Data, .. Sar.Crop(part).Data]));
            Assert.That(expected[3, 30, 30], Is.LessThan(2_000), "the cloud of 6000 DN is gone");
            Assert.That(result.PriorFill!.UsedSar, Is.True);
            Assert.That(result.PriorFill.ClearPixels, Is.GreaterThan(1_000));
            Assert.That(result.PriorFill.ImageShare, Is.EqualTo(0.3));
        });
    }

    [TestCase(13)]
    [TestCase(32)]
    public void Tiles_with_a_fill_put_together_are_the_whole_images_result_bit_by_bit(int tileSize)
    {
        CloudRemovalModel model = Model(PriorFillCard.SarRegression);
        RemovalOptions bare = new() { Composite = false };
        Assert.That(Remove(model, Optical, Sar, bare, tileSize).Image.Data, Is.EqualTo(Remove(model, Optical, Sar, bare, 128).Image.Data));
    }

    [Test]
    public void SAR_that_is_only_its_fill_tells_nothing_about_the_ground()
    {
        CloudRemovalModel model = Model(PriorFillCard.SarRegression, missingSar: -15);
        RemovalResult result = Remove(model, Optical, null, new RemovalOptions(), 128);
        Assert.That(result.PriorFill!.UsedSar, Is.False);
        Assert.That(result.PriorFill.Summary, Does.StartWith("sar-regression without SAR, 30 %"));
    }

    [Test]
    public void Receipt_and_info_tell_of_the_fill()
    {
        using var folder = new JobFolder();
        using CloudRemover remover = JobFolder.Remover(model: Model(PriorFillCard.PatchMean));
        RemovalReceipt receipt = RemovalJob.Run(folder.Request, remover);
        JsonElement fill = JsonDocument.Parse(File.ReadAllText(folder["receipt.json"])).RootElement.GetProperty("priorFill");
        Assert.Multiple(() =>
        {
            Assert.That(fill.GetProperty("name").GetString(), Is.EqualTo("patch-mean"));
            Assert.That(fill.GetProperty("clearPixels").GetInt64(), Is.EqualTo(receipt.PriorFill!.ClearPixels).And.GreaterThan(1_000));
            Assert.That(remover.Model.Card.Describe(), Does.Contain("prior fill    patch-mean, weight of the image 0.3; DN of other scenes 1500 1500"));
        });
    }

    [Test]
    public void An_image_without_B10_gets_the_fill_of_the_card_and_stays_without()
    {
        CloudRemovalModel model = Model(PriorFillCard.PatchMean, missingB10: 12);
        Raster<float> twelve = MissingCirrus.Remove(Optical);
        float[] seen = [];
        RemovalResult result = Remove(model, twelve, Sar, new RemovalOptions(), 128, input => seen = input);
        int plane = Height * Width, clear = Enumerable.Range(0, plane).First(p => result.Weight.Data[p] == 0);
        Assert.Multiple(() =>
        {
            Assert.That(seen[(10 * plane) + clear], Is.EqualTo(12));
            Assert.That(seen[(10 * plane) + Width - 1], Is.Zero, "no data stays no data");
            Assert.That(result.Image.Channels, Is.EqualTo(12));
            Assert.That(result.Image.Data[(10 * plane) + clear], Is.EqualTo(Optical.Data[(11 * plane) + clear]));
            Assert.That(result.Image[11, 30, 30], Is.Not.EqualTo(twelve[11, 30, 30]));
            Assert.That(result.Notes.Single(), Does.Contain("no B10"));
            Assert.That(() => Remove(Model(PriorFillCard.PatchMean), twelve, Sar, new RemovalOptions(), 128), Throws.TypeOf<BandMissingException>());
        });
    }

    [Test]
    public void A_fill_by_SAR_on_a_model_without_is_refused() =>
        Assert.That(() => Model(PriorFillCard.SarRegression, sar: false), Throws.TypeOf<ModelContractException>().With.Message.Contains("without SAR"));

    private static CloudRemovalModel Model(string fill, float? missingSar = null, float? missingB10 = null, bool sar = true)
    {
        CloudRemovalModel plain = Fixtures.Model(sar, missingSar, blocks: 2);
        PriorFillCard card = FillImages.Learn(fill, FillImages.Optical(8, 8, (_, _) => 1_500), FillImages.Sar(8, 8, 3));
        return CloudRemovalModel.Create(plain.Graph!, plain.Card with
        {
            PriorFill = card,
            Channels = [.. plain.Card.Channels.Select(c => c.Name == "B10" ? c with { MissingFill = missingB10 } : c)],
        });
    }

    private static RemovalResult Remove(CloudRemovalModel model, Raster<float> optical, Raster<float>? sar, RemovalOptions options, int tileSize, Action<float[]>? onRun = null)
    {
        using var remover = new CloudRemover(model, new ChosenEngine(new ReferenceEngine(model.Graph!, onRun), "test"), new ExecutionOptions { TileSize = tileSize }, options);
        return remover.Remove(optical, sar);
    }
}
