using System.Diagnostics;
using System.Text.Json;
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
    public void It_keeps_the_rules_by_which_an_API_server_refuses_jobs()
    {
        // Those of Kubernetes' own validation of batch/v1 and of pods that touch what stands here; kubectl alone knows fields and types, and not these.
        JsonNode spec = Job["spec"]!;
        int completions = spec["completions"]!.GetValue<int>(), parallelism = spec["parallelism"]!.GetValue<int>();
        JsonArray rules = spec["podFailurePolicy"]!["rules"]!.AsArray(), volumes = Pod["volumes"]!.AsArray();
        Assert.Multiple(() =>
        {
            Assert.That((Job["apiVersion"]!.ToString(), Job["kind"]!.ToString()), Is.EqualTo(("batch/v1", "Job")));
            Assert.That($"{Job["metadata"]!["name"]}-{completions - 1}", Does.Match("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$"), "the pods of an Indexed Job are named by it and their index, as hosts are");
            Assert.That(completions, Is.InRange(1, 100_000), "more than that with backoffLimitPerIndex asks for maxFailedIndexes too");
            Assert.That(parallelism, Is.InRange(1, completions));
            Assert.That(rules, Has.Count.InRange(1, 20));
            foreach (JsonNode rule in rules.OfType<JsonNode>())
            {
                Assert.That(rule["action"]!.ToString(), Is.AnyOf("FailJob", "FailIndex", "Ignore", "Count"));
                Assert.That(rule.AsObject().Count(member => member.Key is "onExitCodes" or "onPodConditions"), Is.EqualTo(1), "one requirement for each rule");
                if (rule["onExitCodes"] is { } exit)
                {
                    Assert.That(exit["operator"]!.ToString(), Is.AnyOf("In", "NotIn"));
                    Assert.That(Codes(rule), Is.Ordered.And.Unique.And.All.InRange(1, 255));
                }

                foreach (JsonNode condition in rule["onPodConditions"]?.AsArray().OfType<JsonNode>() ?? [])
                {
                    Assert.That(condition["status"]!.GetValue<string>(), Is.AnyOf("True", "False", "Unknown"), "a text, not a truth value");
                }
            }

            Assert.That(Container["env"]!.AsArray().Select(e => e!["value"]!.GetValue<string>()), Is.All.Not.Empty, "a text, not a number");
            Assert.That(Container["args"]!.AsArray().Select(a => a!.GetValueKind()), Is.All.EqualTo(JsonValueKind.String));
            Assert.That(Container["volumeMounts"]!.AsArray().Select(m => m!["name"]!.ToString()), Is.SubsetOf(volumes.Select(v => v!["name"]!.ToString())));
            Assert.That(Container["volumeMounts"]!.AsArray().Select(m => m!["mountPath"]!.ToString()), Is.All.StartsWith("/").And.All.Not.Contains(":"));
            Assert.That(new[] { "requests", "limits" }.SelectMany(kind => Container["resources"]![kind]!.AsObject().Select(q => q.Value!.ToString())), Is.All.Matches("^[0-9]+(m|[KMGT]i?)?$"));
            Assert.That(Container["resources"]!["requests"]!["memory"]!.ToString(), Is.EqualTo(Container["resources"]!["limits"]!["memory"]!.ToString()), "no more asked for than allowed, and no pod that is killed for memory it was promised");
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
