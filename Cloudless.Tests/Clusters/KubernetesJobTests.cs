using System.Diagnostics;
using System.Text.Json.Nodes;
using Cloudless.Cli.Hosting;
using Cloudless.Scoring;
using Cloudless.Tests.Cli;

namespace Cloudless.Tests.Clusters;

/// <summary>docs/kubernetes-job.yaml: that it says what the tool means by its exit codes and shards, and that Kubernetes knows all that stands there.</summary>
internal sealed class KubernetesJobTests
{
    private static string Template => Repository.File("docs", "kubernetes-job.yaml");

    private static JsonNode Job => BlockYaml.Parse(File.ReadAllText(Template));

    private static JsonNode Pod => Job["spec"]!["template"]!["spec"]!;

    private static JsonNode Container => Pod["containers"]![0]!;

    [Test]
    public void Exit_codes_that_ask_for_another_run_get_one_and_failures_do_not()
    {
        JsonArray rules = Job["spec"]!["podFailurePolicy"]!["rules"]!.AsArray();
        Assert.Multiple(() =>
        {
            Assert.That(rules.Select(r => r!["action"]!.GetValue<string>()), Is.EqualTo(new[] { "FailIndex", "Ignore", "Count" }), "the first rule that fits is taken: a preempted pod that ends with 75 is not counted");
            Assert.That(Codes(rules[0]!), Is.EqualTo(new[] { ExitCodes.Failure, ExitCodes.Usage }));
            Assert.That(rules[1]!["onPodConditions"]![0]!["type"]!.GetValue<string>(), Is.EqualTo("DisruptionTarget"));
            Assert.That(Codes(rules[2]!), Is.EqualTo(new[] { ExitCodes.RunAgain }));
            Assert.That(rules.Select(r => r!["onExitCodes"]?["containerName"]?.GetValue<string>()).OfType<string>(), Is.All.EqualTo(Container["name"]!.GetValue<string>()));
            Assert.That(Pod["restartPolicy"]!.GetValue<string>(), Is.EqualTo("Never"), "podFailurePolicy asks for it");
            Assert.That(Job["spec"]!["backoffLimitPerIndex"]!.GetValue<int>(), Is.Positive, "FailIndex asks for it");
        });
    }

    [Test]
    public void Its_parts_are_all_of_the_manifest_and_its_pods_have_time_to_end()
    {
        JsonNode spec = Job["spec"]!;
        Assert.Multiple(() =>
        {
            Assert.That(Container["env"]!.AsArray().Single(e => e!["name"]!.GetValue<string>() == Shard.CountVariable)!["value"]!.GetValue<string>(), Is.EqualTo(spec["completions"]!.ToString()));
            Assert.That(spec["completionMode"]!.GetValue<string>(), Is.EqualTo("Indexed"));
            Assert.That(Pod["terminationGracePeriodSeconds"]!.GetValue<int>(), Is.GreaterThan(new ScoreExecution().Grace.TotalSeconds));
        });
    }

    [Test]
    public void Its_command_line_is_one_of_the_tool()
    {
        CliRun run = CliRun.Of([.. Container["args"]!.AsArray().Select(a => a!.ToString())]);
        Assert.That((run.Code, run.Error.Contains("/data/manifest.jsonl", StringComparison.Ordinal)), Is.EqualTo((ExitCodes.Failure, true)), "understood, and the manifest is missing here");
    }

    [Test]
    public void Kubernetes_knows_every_field()
    {
        if (InstalledPrograms.Find("kubectl") is not { } kubectl)
        {
            Assert.Ignore("kubectl is not installed; it is the judge of this test.");
            return;
        }

        // With --dry-run=client kubectl asks a server what it knows; this one goes by what kubectl itself was built with, and drops what that does not know.
        using Process process = Process.Start(new ProcessStartInfo(kubectl, ["set", "image", "--local", "-f", Template, "cloudless=registry.example/cloudless:other", "-o", "json"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, error.Result);
        JsonNode expected = Job;
        expected["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "registry.example/cloudless:other";
        RequireKnown(expected, JsonNode.Parse(output), "");
    }

    private static int[] Codes(JsonNode rule) => [.. rule["onExitCodes"]!["values"]!.AsArray().Select(v => v!.GetValue<int>())];

    private static void RequireKnown(JsonNode expected, JsonNode? found, string path)
    {
        switch (expected)
        {
            case JsonObject members:
                foreach ((string name, JsonNode? value) in members)
                {
                    RequireKnown(value!, found?[name], $"{path}.{name}");
                }

                break;
            case JsonArray items:
                Assert.That((found as JsonArray)?.Count, Is.EqualTo(items.Count), path);
                for (int i = 0; i < items.Count; i++)
                {
                    RequireKnown(items[i]!, found![i], $"{path}[{i}]");
                }

                break;
            default:
                Assert.That(found?.ToJsonString(), Is.EqualTo(expected.ToJsonString()), path);
                break;
        }
    }
}
