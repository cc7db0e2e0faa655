using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Networks.Onnx;
using Cloudless.Removal;

namespace Cloudless.Tests.Removal;

[TestFixture]
public class CloudRemoverTests
{
    private static readonly RemovalOptions BareNetwork = new() { Composite = false };

    [Test]
    public void Pixels_outside_the_removal_mask_keep_the_inputs_bits_and_those_inside_are_blended_by_weight()
    {
        CloudRemovalModel model = Fixtures.Model();
        Raster<float> optical = Fixtures.SignedDn(Fixtures.Scene(60, 70, 30, 30, 12)), sar = Fixtures.Sar(60, 70);
        RemovalResult composite = Remove(model, optical, sar, new RemovalOptions()), bare = Remove(model, optical, sar, BareNetwork);
        int kept = 0, painted = 0;
        for (int i = 0; i < optical.Data.Length; i++)
        {
            float w = composite.Weight.Data[i % optical.PlaneLength];
            float expected = w == 0 ? optical.Data[i] : (w * bare.Image.Data[i]) + ((1 - w) * optical.Data[i]);
            // The same arithmetic on the same values; the tolerance is for a fused multiply-add.
            Assert.That(composite.Image.Data[i], w == 0 ? Is.EqualTo(expected) : Is.EqualTo(expected).Within(0.01));
            kept += w == 0 ? 1 : 0;
            painted += w > 0 ? 1 : 0;
        }

        Assert.Multiple(() =>
        {
            Assert.That(kept, Is.GreaterThan(optical.Data.Length / 4));
            Assert.That(composite.Weight[0, 30, 30], Is.EqualTo(1));
            Assert.That(composite.Statistics.ChangedPixels, Is.EqualTo(painted / 13));
            Assert.That(composite.Statistics.NoDataPixels, Is.EqualTo(2 * 60));
        });
    }

    [TestCase(8)]
    [TestCase(13)]
    [TestCase(40)]
    public void Tiles_put_together_are_the_whole_images_result_bit_by_bit(int tileSize)
    {
        CloudRemovalModel model = Fixtures.Model(blocks: 2);
        Raster<float> optical = Fixtures.SignedDn(Fixtures.Scene(37, 51, 10, 20, 8)), sar = Fixtures.Sar(37, 51);
        float[] whole = Remove(model, optical, sar, BareNetwork, 64).Image.Data;
        float[] tiled = Remove(model, optical, sar, BareNetwork, tileSize).Image.Data;
        Assert.That(tiled, Is.EqualTo(whole));
    }

    [Test]
    public void A_halo_one_pixel_short_shows_seams()
    {
        // The check of the check: with less halo than the network sees, the result must differ.
        CloudRemovalModel model = Fixtures.Model(blocks: 2);
        Raster<float> optical = Fixtures.SignedDn(Fixtures.Scene(37, 51, 10, 20, 8)), weight = new(1, 37, 51);
        weight.Data.AsSpan().Fill(1);
        var whole = new Raster<float>(13, 37, 51);
        var tiled = new Raster<float>(13, 37, 51);
        foreach ((Raster<float> image, int tileSize, int halo) in new[] { (whole, 64, 6), (tiled, 16, 5) })
        {
            var runner = new TileRunner(new ReferenceEngine(model.Graph!), halo, tileSize, threads: 1);
            TouchedTiles tiles = runner.Cut(51, 37);
            tiles.Mark(weight.Data, new Window(0, 0, 51, 37));
            var composite = new Composite<float>(image.Data, optical, weight, Radiometry.Dn, noData: null);
            runner.Run(tiles, new RasterPainter<float>(optical, Fixtures.Sar(37, 51), null, composite), null, default);
        }

        Assert.That(tiled.Data, Is.Not.EqualTo(whole.Data));
    }

    [Test]
    public void Tiles_without_cloud_are_not_computed()
    {
        CloudRemovalModel model = Fixtures.Model();
        Raster<float> optical = Fixtures.SignedDn(Fixtures.Scene(128, 128, 16, 16, 8));
        using var engine = new ReferenceEngine(model.Graph!);
        using var remover = new CloudRemover(model, new ChosenEngine(engine, "test"), new ExecutionOptions { TileSize = 32 });
        RemovalStatistics statistics = remover.Remove(optical, Fixtures.Sar(128, 128)).Statistics;
        Assert.Multiple(() =>
        {
            Assert.That(statistics.Tiles, Is.EqualTo(16));
            Assert.That(engine.Runs, Is.EqualTo(statistics.Tiles - statistics.SkippedTiles));
            Assert.That(statistics.SkippedTiles, Is.InRange(8, 15));
        });
    }

    [Test]
    public void Without_composite_every_pixel_is_the_networks_but_nodata_stays()
    {
        Raster<float> optical = Fixtures.SignedDn(Fixtures.Scene(20, 24, 10, 10, 3));
        RemovalResult result = Remove(Fixtures.Model(), optical, Fixtures.Sar(20, 24), BareNetwork);
        Assert.Multiple(() =>
        {
            Assert.That(result.Statistics.ChangedPercent, Is.EqualTo(100));
            for (int c = 0; c < 13; c++)
            {
                Assert.That(result.Image[c, 5, 23], Is.Zero);
                Assert.That(result.Image[c, 5, 5], Is.Not.EqualTo(optical[c, 5, 5]));
            }
        });
    }

    [Test]
    public void A_model_that_needs_sar_refuses_an_image_without_and_names_the_way_out()
    {
        Raster<float> optical = Fixtures.SignedDn(Fixtures.Scene(16, 16, 8, 8, 3));
        Assert.That(() => Remove(Fixtures.Model(), optical, null, new RemovalOptions()),
            Throws.TypeOf<ModelContractException>().With.Message.Contains("needs SAR").And.Message.Contains("model without SAR"));
    }

    [Test]
    public void A_model_trained_with_sar_left_out_gets_the_fill_of_its_card()
    {
        CloudRemovalModel model = Fixtures.Model(missingFill: -21);
        Raster<float> optical = Fixtures.SignedDn(Fixtures.Scene(16, 16, 8, 8, 3));
        float[] seen = [];
        using var remover = new CloudRemover(model, new ChosenEngine(new ReferenceEngine(model.Graph!, x => seen = x), "test"), options: BareNetwork);
        RemovalResult result = remover.Remove(optical);
        Assert.Multiple(() =>
        {
            Assert.That(seen[(13 * 256)..], Is.All.EqualTo(-21f));
            Assert.That(result.Notes.Single(), Does.Contain("no SAR image"));
        });
    }

    [Test]
    public void A_model_without_sar_leaves_sar_aside_and_says_so()
    {
        Raster<float> optical = Fixtures.SignedDn(Fixtures.Scene(16, 16, 8, 8, 3));
        RemovalResult result = Remove(Fixtures.Model(sar: false), optical, Fixtures.Sar(16, 16), new RemovalOptions());
        Assert.Multiple(() =>
        {
            Assert.That(result.Sar, Is.Null);
            Assert.That(result.Notes.Single(), Does.Contain("was not used"));
        });
    }

    [Test]
    public void Linear_sar_gives_the_result_of_the_same_sar_in_decibel()
    {
        CloudRemovalModel model = Fixtures.Model();
        Raster<float> optical = Fixtures.SignedDn(Fixtures.Scene(16, 16, 8, 8, 3)), sar = Fixtures.Sar(16, 16);
        var linear = new Raster<float>(2, 16, 16, [.. sar.Data.Select(v => MathF.Pow(10, v / 10))]);
        RemovalResult a = Remove(model, optical, sar, BareNetwork), b = Remove(model, optical, linear, BareNetwork);
        Assert.Multiple(() =>
        {
            Assert.That(b.Sar!.Scale, Is.EqualTo(SarScale.Linear));
            // dB survive the way there and back to 1e-5 dB, a hundred-thousandth of a network unit.
            Assert.That(b.Image.Data, Is.EqualTo(a.Image.Data).Within(0.1));
        });
    }

    [Test]
    public void A_tile_size_of_nothing_is_refused_before_an_engine_is_made()
    {
        // Asking for an engine that is nowhere shows which of the two is looked at first.
        var execution = new ExecutionOptions { TileSize = 0, Engine = (EngineKind)99 };
        Assert.That(() => new CloudRemover(Fixtures.Model(), execution), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("execution"));
    }

    [Test]
    public void A_network_that_gives_nan_is_refused_instead_of_written()
    {
        CloudRemovalModel model = Fixtures.Model();
        model.Graph!.Parameter("tail.bias").Values[3] = float.NaN;
        Raster<float> optical = Fixtures.SignedDn(Fixtures.Scene(16, 16, 8, 8, 3));
        Assert.That(() => Remove(model, optical, Fixtures.Sar(16, 16), BareNetwork),
            Throws.TypeOf<ModelContractException>().With.Message.Contains("NaN").And.Message.Contains("rows 0..15"));
    }

    [Test]
    public void Cancellation_stops_before_the_next_tile_and_progress_counts_tiles()
    {
        CloudRemovalModel model = Fixtures.Model();
        Raster<float> optical = Fixtures.SignedDn(Fixtures.Scene(32, 32, 8, 8, 3));
        using var cancellation = new CancellationTokenSource();
        using var engine = new ReferenceEngine(model.Graph!, _ => cancellation.Cancel());
        using var remover = new CloudRemover(model, new ChosenEngine(engine, "test"), new ExecutionOptions { TileSize = 16 }, BareNetwork);
        var told = new Told();
        Assert.That(() => remover.Remove(optical, Fixtures.Sar(32, 32), told, cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.Multiple(() =>
        {
            Assert.That(engine.Runs, Is.EqualTo(1));
            Assert.That(told.Steps, Is.EqualTo(new[] { new RemovalProgress("removing clouds", 1, 4) }));
        });
    }

    private static RemovalResult Remove(CloudRemovalModel model, Raster<float> optical, Raster<float>? sar, RemovalOptions options, int tileSize = 256)
    {
        using var remover = new CloudRemover(model, new ChosenEngine(new ReferenceEngine(model.Graph!), "test"), new ExecutionOptions { TileSize = tileSize }, options);
        return remover.Remove(optical, sar);
    }

    private sealed class Told : IProgress<RemovalProgress>
    {
        public List<RemovalProgress> Steps { get; } = [];

        public void Report(RemovalProgress value) => Steps.Add(value);
    }
}
