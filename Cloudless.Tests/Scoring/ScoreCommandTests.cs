using System.Text.Json;
using Cloudless.Cli.Hosting;
using Cloudless.Tests.Cli;

namespace Cloudless.Tests.Scoring;

/// <summary>Runs over a manifest in one process: what is done, what is done again, what is refused.</summary>
internal sealed class ScoreCommandTests
{
    [Test]
    public void Every_item_gets_its_outputs_and_its_receipt_last_and_a_second_run_does_nothing()
    {
        using var folder = new ScoringFolder(3);
        JsonElement first = folder.Score("run", "--mask", "--weight", "--quicklook", "--json").Succeeded().Json();
        SortedDictionary<string, string> files = folder.Snapshot("run");
        Assert.Multiple(() =>
        {
            Assert.That((first.GetProperty("done").GetInt32(), first.GetProperty("left").GetInt32(), first.GetProperty("ending").GetString()), Is.EqualTo((3, 0, "Complete")));
            Assert.That(files.Keys, Is.EquivalentTo(
                Enumerable.Range(0, 3).SelectMany(i => new[] { $"item-{i}.tif", $"item-{i}_mask.tif", $"item-{i}_weight.tif", $"item-{i}.png", "receipt.json" }.Select(f => $"items/item-{i}/{f}"))));
            Assert.That(first.GetProperty("pixels").GetInt64(), Is.EqualTo(3 * ScoringFolder.Side * ScoringFolder.Side));
        });

        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(folder["run"], "items", "item-1", "item-1.tif"));
        JsonElement second = folder.Score("run", "--mask", "--weight", "--quicklook", "--json").Succeeded().Json();
        Assert.Multiple(() =>
        {
            Assert.That((second.GetProperty("done").GetInt32(), second.GetProperty("already").GetInt32()), Is.EqualTo((0, 3)));
            Assert.That(folder.Snapshot("run"), Is.EqualTo(files));
            Assert.That(File.GetLastWriteTimeUtc(Path.Combine(folder["run"], "items", "item-1", "item-1.tif")), Is.EqualTo(written));
        });
    }

    [Test]
    public void A_receipt_tells_inputs_model_options_version_times_attempts_and_metrics()
    {
        using var folder = new ScoringFolder(1);
        string model = RandomModel.Write(folder.Files);
        folder.Score("run", "--model", model).Succeeded();
        JsonElement receipt = folder.Receipt("run", "item-0"), removal = receipt.GetProperty("removal"), input = receipt.GetProperty("inputs")[0];
        Assert.Multiple(() =>
        {
            Assert.That(receipt.GetProperty("inputs").EnumerateArray().Select(i => Path.GetFileName(i.GetProperty("path").GetString())), Is.EqualTo(new[] { "s2-0.tif", "s1-0.tif" }));
            Assert.That(input.GetProperty("bytes").GetInt64(), Is.EqualTo(new FileInfo(folder["s2-0.tif"]).Length));
            Assert.That(input.GetProperty("modified").GetDateTime().ToUniversalTime(), Is.EqualTo(File.GetLastWriteTimeUtc(folder["s2-0.tif"])));
            Assert.That(input.GetProperty("sha256").GetString(), Is.EqualTo(Hash(folder["s2-0.tif"])));
            Assert.That(removal.GetProperty("model").GetProperty("sha256").GetString(), Is.EqualTo(Hash(model)));
            Assert.That(receipt.GetProperty("key").GetString(), Does.Match("^[0-9a-f]{64}$"));
            Assert.That(receipt.GetProperty("cloudlessVersion").GetString(), Is.Not.Empty);
            Assert.That((receipt.GetProperty("attempts").GetInt32(), receipt.GetProperty("seconds").GetDouble() > 0), Is.EqualTo((1, true)));
            Assert.That(removal.GetProperty("seconds").EnumerateObject().Select(s => s.Name), Has.Member("reading").And.Member("removing clouds"));
            Assert.That(removal.GetProperty("statistics").GetProperty("dataPixels").GetInt64(), Is.EqualTo(ScoringFolder.Side * ScoringFolder.Side));
            Assert.That(receipt.GetProperty("outputs")[0].GetProperty("sha256").GetString(), Is.EqualTo(Hash(Path.Combine(folder["run"], "items", "item-0", "item-0.tif"))));
        });

        static string Hash(string path) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));
    }

    [Test]
    public void While_one_item_is_held_up_its_neighbors_go_on()
    {
        using var folder = new ScoringFolder(4);
        using System.Diagnostics.Process process = folder.Start("run", "remove:1:stall", "--jobs", "2");
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, said);
        DateTimeOffset[] finished = [.. Enumerable.Range(0, 4).Select(i => folder.Receipt("run", $"item-{i}").GetProperty("finished").GetDateTimeOffset()).Order()];
        Assert.That((finished[3] - finished[2]).TotalSeconds, Is.GreaterThan(1), "three were done while the first stood still for five seconds");
    }

    [Test]
    public void The_image_is_the_one_that_remove_writes()
    {
        using var folder = new ScoringFolder(1);
        folder.Score("run").Succeeded();
        CliRun.Of("remove", "--s2", folder["s2-0.tif"], "--s1", folder["s1-0.tif"], "--out", folder["one.tif"]).Succeeded();
        Assert.That(File.ReadAllBytes(Path.Combine(folder["run"], "items", "item-0", "item-0.tif")), Is.EqualTo(File.ReadAllBytes(folder["one.tif"])));
    }

    [Test]
    public void The_number_of_jobs_and_threads_changes_no_byte()
    {
        using var folder = new ScoringFolder(4);
        folder.Score("one", "--jobs", "1", "--threads", "1", "--quicklook").Succeeded();
        folder.Score("many", "--jobs", "3", "--threads", "4", "--quicklook").Succeeded();
        Assert.That(folder.Snapshot("many"), Is.EqualTo(folder.Snapshot("one")));
    }

    [Test]
    public void What_is_missing_damaged_or_of_a_changed_input_is_done_again_and_nothing_else()
    {
        using var folder = new ScoringFolder(4);
        folder.Score("run").Succeeded();
        SortedDictionary<string, string> files = folder.Snapshot("run");
        string Place(int i) => Path.Combine(folder["run"], "items", $"item-{i}", $"item-{i}.tif");
        File.Delete(Place(0));
        File.AppendAllText(Place(1), "x");
        File.SetLastWriteTimeUtc(folder["s2-2.tif"], DateTime.UtcNow.AddMinutes(1));
        JsonElement again = folder.Score("run", "--json").Succeeded().Json();
        Assert.That((again.GetProperty("done").GetInt32(), again.GetProperty("already").GetInt32()), Is.EqualTo((3, 1)));
        Assert.That(folder.Snapshot("run"), Is.EqualTo(files));
    }

    [Test]
    public void Verify_finds_what_size_and_time_do_not_tell_and_forgives_a_time_that_tells_nothing()
    {
        using var folder = new ScoringFolder(2);
        folder.Score("run").Succeeded();
        string image = Path.Combine(folder["run"], "items", "item-0", "item-0.tif");
        byte[] bytes = File.ReadAllBytes(image);
        bytes[^1] ^= 1;
        File.WriteAllBytes(image, bytes);
        File.SetLastWriteTimeUtc(folder["s2-1.tif"], DateTime.UtcNow.AddMinutes(1));
        JsonElement again = folder.Score("run", "--verify", "--json").Succeeded().Json();
        Assert.That((again.GetProperty("done").GetInt32(), again.GetProperty("already").GetInt32()), Is.EqualTo((1, 1)), "a bit flipped; the input only touched");
    }

    [Test]
    public void Other_options_in_a_folder_are_refused_without_overwrite_and_done_again_with_it()
    {
        using var folder = new ScoringFolder(1);
        folder.Score("run").Succeeded();
        CliRun refused = folder.Score("run", "--composite", "off");
        Assert.That(refused.Code, Is.EqualTo(ExitCodes.Failure));
        Assert.That(refused.Error, Does.Contain("--overwrite"));
        string before = folder.Receipt("run", "item-0").GetProperty("key").GetString()!;
        folder.Score("run", "--composite", "off", "--overwrite").Succeeded();
        Assert.That(folder.Receipt("run", "item-0").GetProperty("key").GetString(), Is.Not.EqualTo(before));
    }

    [Test]
    public void Options_of_an_item_take_the_place_of_the_runs()
    {
        using var folder = new ScoringFolder(1);
        folder.WriteManifest(ScoringFolder.Line(0), """{"id":"bare","s2":"s2-0.tif","s1":"s1-0.tif","options":{"composite":"off"}}""");
        folder.Score("run").Succeeded();
        JsonElement Options(string id) => folder.Receipt("run", id).GetProperty("removal").GetProperty("options").GetProperty("composite");
        Assert.That((Options("item-0").GetBoolean(), Options("bare").GetBoolean()), Is.EqualTo((true, false)));
    }

    [Test]
    public void A_poison_item_goes_to_failed_jsonl_which_is_a_manifest_and_the_rest_goes_on()
    {
        using var folder = new ScoringFolder(3);
        byte[] whole = File.ReadAllBytes(folder["s2-1.tif"]);
        File.WriteAllBytes(folder["s2-1.tif"], whole[..200]);
        CliRun run = folder.Score("run");
        string failed = Path.Combine(folder["run"], "failed.jsonl");
        JsonElement line = JsonDocument.Parse(File.ReadAllLines(failed).Single()).RootElement;
        Assert.Multiple(() =>
        {
            Assert.That(run.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(run.Error, Does.Contain("failed: item-1"));
            Assert.That(line.GetProperty("id").GetString(), Is.EqualTo("item-1"));
            Assert.That(line.GetProperty("error").GetString(), Does.Contain("s2-1.tif"));
            Assert.That(folder.Snapshot("run").Keys, Has.Member("items/item-0/receipt.json").And.Member("items/item-2/receipt.json").And.No.Member("items/item-1/receipt.json"));
        });

        File.WriteAllBytes(folder["s2-1.tif"], whole);
        CliRun.Of("score", failed, "--out", folder["run"], "--reserve", "0").Succeeded();
        Assert.That(File.Exists(failed), Is.False, "it was done since");
        folder.Score("whole").Succeeded();
        Assert.That(folder.Snapshot("run").Keys, Is.EqualTo(folder.Snapshot("whole").Keys));
    }

    [Test]
    public void Shards_together_do_everything_once()
    {
        using var folder = new ScoringFolder(5);
        int[] done = [.. Enumerable.Range(0, 3).Select(i => folder.Score("run", "--shard", $"{i}/3", "--json").Succeeded().Json().GetProperty("done").GetInt32())];
        Assert.That(done, Is.EqualTo(new[] { 2, 2, 1 }));
        Assert.That(folder.Score("run", "--json").Succeeded().Json().GetProperty("already").GetInt32(), Is.EqualTo(5));
    }

    [TestCase("--shard", "3/3")]
    [TestCase("--jobs", "0")]
    [TestCase("--attempts", "0")]
    public void A_wrong_option_is_a_usage_error_and_nothing_is_begun(params string[] args)
    {
        using var folder = new ScoringFolder(1);
        Assert.That(folder.Score("run", args).Code, Is.EqualTo(ExitCodes.Usage));
        Assert.That(Directory.Exists(folder["run"]), Is.False);
    }

    [Test]
    public void A_wrong_manifest_is_told_before_any_work()
    {
        using var folder = new ScoringFolder(1);
        folder.WriteManifest(ScoringFolder.Line(0), ScoringFolder.Line(0));
        CliRun run = folder.Score("run");
        Assert.That(run.Code, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.Error, Does.Contain("line 2"));
        Assert.That(Directory.Exists(folder["run"]), Is.False);
    }
}
