using Cloudless.Scoring;

namespace Cloudless.Tests.Scoring;

/// <summary>Parts of a manifest: together everything, each item once.</summary>
internal sealed class ShardTests
{
    [Test]
    public void Shards_cover_every_item_once([Values(1, 3, 7)] int count, [Values(0, 1, 6, 7, 20)] int items)
    {
        Shard[] shards = [.. Enumerable.Range(0, count).Select(i => Shard.Parse($"{i}/{count}"))];
        Assert.That(Enumerable.Range(0, items).Select(item => shards.Count(s => s.Takes(item))), Is.All.EqualTo(1));
        Assert.That(shards.Select(s => s.Of(items)), Is.EqualTo(shards.Select(s => Enumerable.Range(0, items).Count(i => s.Takes(i)))));
    }

    [TestCase("4/4")]
    [TestCase("-1/4")]
    [TestCase("1")]
    [TestCase("a/b")]
    [TestCase("0/0")]
    public void What_is_no_shard_is_refused(string text) => Assert.That(() => Shard.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains("0/4 for the first of four"));

    [TestCase("0", "4", "0", "3", "1", "0/4")]
    [TestCase("4", "4", "1", "4", "1", "3/4")]
    [TestCase("9", "3", "5", "9", "2", "2/3")]
    public void A_job_array_of_Slurm_tells_the_shard(string id, string count, string first, string last, string step, string expected) =>
        Assert.That(Slurm(id, count, first, last, step).ToString(), Is.EqualTo(expected));

    [Test]
    public void A_job_array_with_holes_is_refused_for_its_holes_would_be_left_out() =>
        Assert.That(() => Slurm("5", "3", "1", "9", "1"), Throws.TypeOf<FormatException>().With.Message.Contains("holes"));

    [Test]
    public void An_Indexed_Job_tells_the_shard_with_the_number_that_it_is_given()
    {
        Dictionary<string, string> job = new() { ["JOB_COMPLETION_INDEX"] = "2" };
        Assert.That(() => Shard.FromEnvironment(job.GetValueOrDefault), Throws.TypeOf<FormatException>().With.Message.Contains(Shard.CountVariable));
        job[Shard.CountVariable] = "5";
        Assert.That(Shard.FromEnvironment(job.GetValueOrDefault), Is.EqualTo(new Shard(2, 5)));
    }

    [Test]
    public void Outside_of_both_the_shard_is_everything() => Assert.That(Shard.FromEnvironment(_ => null), Is.EqualTo(Shard.All));

    private static Shard Slurm(string id, string count, string first, string last, string step)
    {
        Dictionary<string, string> job = new()
        {
            ["SLURM_ARRAY_TASK_ID"] = id, ["SLURM_ARRAY_TASK_COUNT"] = count, ["SLURM_ARRAY_TASK_MIN"] = first, ["SLURM_ARRAY_TASK_MAX"] = last, ["SLURM_ARRAY_TASK_STEP"] = step,
        };
        return Shard.FromEnvironment(job.GetValueOrDefault);
    }
}
