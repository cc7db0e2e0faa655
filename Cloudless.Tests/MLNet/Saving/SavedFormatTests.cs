using System.Globalization;
using System.Text.Json.Nodes;
using Cloudless.Masks;
using Cloudless.MLNet;
using Cloudless.MLNet.Saving;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Removal;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.Tests.MLNet.Saving;

[TestFixture]
public class SavedFormatTests
{
    private readonly MLContext _ml = new(1);

    private static string FixtureFile(string name) => Repository.File("Cloudless.Tests", "MLNet", "Saving", "Files", name);

    // Scores of the classifier are near 1; the engines of different processors differ in the last bits of a pixel of thousands of DN.
    [Test]
    public void Pipelines_of_format_1_load_and_predict_what_they_did_when_they_were_saved([Values] bool restored)
    {
        ITransformer pipeline = _ml.Model.Load(FixtureFile("format-1.zip"), out DataViewSchema schema);
        using var typed = restored ? (IDisposable)_ml.Model.Restore(pipeline) : null;
        Prediction[] predictions = [.. _ml.Data.CreateEnumerable<Prediction>(((typed as ITransformer) ?? pipeline).Transform(Pipelines.Data(_ml)), reuseRowObject: false)];
        string[][] expected = [.. File.ReadLines(FixtureFile("format-1.txt")).Select(line => line.Split(' '))];
        Assert.Multiple(() =>
        {
            Assert.That(schema["Optical"].Type.ToString(), Is.EqualTo("Vector<Single, 13, 24, 30>"));
            Assert.That(predictions.Select(p => p.PredictedLabel), Is.EqualTo(expected.Select(e => e[0])));
            Assert.That(predictions.SelectMany(p => p.Score), Is.EqualTo(expected.SelectMany(e => e.Skip(1).Select(s => float.Parse(s, CultureInfo.InvariantCulture)))).Within(1e-4f));
        });
    }

    [Test]
    [Explicit("Writes the file that later versions have to read; only where a new format begins, under a new name.")]
    public void Write_the_file_of_the_current_format()
    {
        ITransformer trained = Pipelines.Train(_ml);
        string name = $"format-{SavedStep.CurrentFormat}";
        _ml.Model.Save(trained, Pipelines.Data(_ml).Schema, FixtureFile(name + ".zip"));
        File.WriteAllLines(FixtureFile(name + ".txt"), _ml.Data.CreateEnumerable<Prediction>(trained.Transform(Pipelines.Data(_ml)), reuseRowObject: false)
            .Select(p => string.Join(' ', [p.PredictedLabel, .. p.Score.Select(s => s.ToString("R", CultureInfo.InvariantCulture))])));
    }

    [Test]
    public void A_newer_format_is_refused_with_the_version_that_wrote_it()
    {
        string[] texts = Changed(json =>
        {
            json["format"] = 2;
            json["writtenBy"] = "7.8.9";
            json["newThing"] = true;
        });
        CloudlessException error = Assert.Throws<CloudlessException>(() => Parse(texts));
        Assert.That(error.Message, Does.Contain("7.8.9").And.Contain("format 2").And.Contain("up to 1").And.Contain("Update"));
    }

    [Test]
    public void An_option_that_is_not_known_yet_is_refused_with_the_version_that_wrote_it()
    {
        string[] texts = Changed(json => (json["writtenBy"], json["cloudRemoval"]!["newOption"]) = ("7.8.9", true));
        Assert.That(() => Parse(texts), Throws.TypeOf<CloudlessException>().With.Message.Contains("newOption").And.Message.Contains("7.8.9").And.Message.Contains("update"));
    }

    [Test]
    public void A_loaded_pipeline_of_a_newer_format_says_so_when_it_is_restored_and_when_it_is_used()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([Rows.Any(20, 25)]);
        SavedStep newer = SavedStep.Of(new CloudMaskTransformerOptions()) with { Format = 2 };
        using IImageStep mask = new CloudMaskTransformer();
        ITransformer loaded = Pipelines.Reload(_ml, SavedChain.Of(newer, mask.Kernel, new CloudMaskTransformerOptions(), sizeIsKnown: false));
        Assert.Multiple(() =>
        {
            Assert.That(() => _ml.Model.Restore(loaded), Throws.TypeOf<CloudlessException>().With.Message.Contains("format 2"));
            Assert.That(Assert.Catch(() => ChainTests.Column(loaded.Transform(data), "CloudMask"))!.GetBaseException().Message, Does.Contain("format 2"));
        });
    }

    [Test]
    public void Absent_values_are_the_defaults_so_that_options_can_be_added()
    {
        string[] texts = Changed(json => json["cloudRemoval"]!["mask"]!.AsObject().Remove("dilation"));
        Assert.That(Parse(texts).CloudRemoval!.Mask.Dilation, Is.EqualTo(new RemovalMaskOptions().Dilation).And.Not.Zero);
    }

    private static IEnumerable<TestCaseData> Bad()
    {
        yield return Case("no format", j => j.Remove("format"));
        yield return Case("an unknown property", j => j["type"] = "System.IO.File");
        yield return Case("an unknown option", j => j["cloudRemoval"]!["nothing"] = 1);
        yield return Case("another type's option", j => j["cloudRemoval"]!["$type"] = "System.IO.File, mscorlib");
        yield return Case("a path", j => j["cloudRemoval"]!["modelPath"] = "other.onnx");
        yield return Case("a number that is none", j => j["cloudRemoval"]!["mask"]!["dilation"] = "wide");
        yield return Case("a value out of range", j => j["cloudRemoval"]!["mask"]!["dilation"] = -1);
        yield return Case("a value of no meaning", j => j["cloudRemoval"]!["maskValues"] = 77);
        yield return Case("null for options", j => j["cloudRemoval"]!["mask"] = null);
        yield return Case("two transformers", j => j["cloudMask"] = new JsonObject());
        yield return Case("no transformer", j => j.Remove("cloudRemoval"));
        yield return Case("half a size", j => j["fittedHeight"] = 3);
        yield return Case("a size of nothing", j => (j["fittedHeight"], j["fittedWidth"]) = (0, 0));
        yield return Case("no model", j => j.Remove("model"));
        yield return Case("the sum of another model", j => j["model"]!["sha256"] = new string('0', 64));
        yield return Case("no sum", j => j["model"] = new JsonObject());

        static TestCaseData Case(string name, Action<JsonObject> change) => new TestCaseData(change).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Bad))]
    public void Settings_that_are_not_what_was_saved_are_refused(Action<JsonObject> change) =>
        Assert.That(() => Parse(Changed(change)), Throws.TypeOf<CloudlessException>().With.Message.Contains("save the pipeline again"));

    [Test]
    public void Text_that_is_no_json_and_models_that_are_none_are_refused()
    {
        string[] texts = Changed(_ => { });
        byte[] other = [.. Fixtures.Model().Bytes.Select((b, i) => i == 3 ? (byte)~b : b)];
        Assert.Multiple(() =>
        {
            Assert.That(() => Parse([]), Throws.TypeOf<CloudlessException>());
            Assert.That(() => Parse(["", texts[1]]), Throws.TypeOf<CloudlessException>());
            Assert.That(() => Parse(["[1]", texts[1]]), Throws.TypeOf<CloudlessException>());
            Assert.That(() => Parse([texts[0].Replace("\"maskValues\"", "\"composite\":false,\"maskValues\"", StringComparison.Ordinal), texts[1]]), Throws.TypeOf<CloudlessException>(), "a name twice");
            Assert.That(() => Parse([texts[0], "not base64!"]), Throws.TypeOf<CloudlessException>());
            Assert.That(() => Parse([texts[0]]), Throws.TypeOf<CloudlessException>());
            Assert.That(() => Parse([texts[0], Convert.ToBase64String(other)]), Throws.InstanceOf<CloudlessException>());
            Assert.That(() => Parse([texts[0], Convert.ToBase64String(new byte[100])]), Throws.TypeOf<ModelContractException>());
        });
    }

    [Test]
    public void Full_assembly_names_in_saved_files_never_change() =>
        Assert.That(typeof(SavedStep).Assembly.FullName, Is.EqualTo("Cloudless.MLNet, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null"));

    private static SavedStep Parse(string[] texts) => SavedStep.Parse([.. texts.Select(t => t.AsMemory())]);

    private static string[] Changed(Action<JsonObject> change)
    {
        string[] texts = SavedStep.Of(new CloudRemovalTransformerOptions(), Fixtures.Model()).ToTexts();
        JsonObject json = JsonNode.Parse(texts[0])!.AsObject();
        change(json);
        return [json.ToJsonString(), .. texts.Skip(1)];
    }
}
