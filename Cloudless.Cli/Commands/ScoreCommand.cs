using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Cli.Output;
using Cloudless.Removal;
using Cloudless.Scoring;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless score</c>: all scenes of a manifest, effectively once each.</summary>
internal static class ScoreCommand
{
    private static readonly ScoreExecution Defaults = new();

    private static readonly Argument<string> Manifest = new("manifest")
    {
        Description = "One item per line, JSON Lines or CSV: id, s2, s1, options. 'cloudless manifest' makes one.",
        HelpName = "manifest.jsonl",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "Folder of the run; many processes may share it. Run again with the same one to go on.",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<bool> Mask = new("--mask") { Description = "Also write each input's cloud and shadow mask." };

    private static readonly Option<bool> Weight = new("--weight") { Description = "Also write how much of each pixel the network painted." };

    private static readonly Option<bool> Quicklook = new("--quicklook") { Description = "Also write before and after in true color; the report shows them." };

    private static readonly Option<string?> Shard = new("--shard")
    {
        Description = "Part i of n of the manifest, i from 0 to n - 1; by default the task of a Slurm job array, the index of a Kubernetes Indexed Job, or everything.",
        HelpName = "i/n",
    };

    private static readonly Option<int> Jobs = OptionChecks.Number("--jobs", "N", "Items in flight at once: one is read or written while another is computed. Each takes the memory of a removal.", Defaults.Jobs, 1, 256);

    private static readonly Option<int> Attempts = OptionChecks.Number("--attempts", "N", "How often an item is tried where the error may pass (a network file system that stumbles).", Defaults.Attempts, 1, 100);

    private static readonly Option<double> RetryWait = OptionChecks.Number("--retry-wait", "S", "Seconds before the second attempt; each further one waits twice as long.", Defaults.RetryWait.TotalSeconds, 0, 3600);

    private static readonly Option<int> Deaths = OptionChecks.Number("--max-deaths", "N", "How many processes may die over an item before it counts as failed.", Defaults.Deaths, 1, 100000);

    private static readonly Option<double> Grace = OptionChecks.Number("--grace", "S", "Seconds that items in flight have to end after SIGTERM or Ctrl-C; what is not done by then is dropped.", Defaults.Grace.TotalSeconds, 0, 3600);

    private static readonly Option<double> Expiry = OptionChecks.Number("--claim-expiry", "S", "Seconds without a sign after which a worker of another machine counts as dead.", Defaults.ClaimExpiry.TotalSeconds, 1, 86400);

    private static readonly Option<double> Wait = OptionChecks.Number("--wait", "S", "Seconds to wait, with nothing else left to do, for items that others work on.", Defaults.Wait.TotalSeconds, 0, 1e6);

    private static readonly Option<int> Reserve = OptionChecks.Number("--reserve", "MB", "Megabytes that stay free on the disk: an item that would take them is not begun, and the run ends with 75.", (int)(Defaults.Reserve >> 20), 0, int.MaxValue);

    private static readonly Option<Uri?> Otlp = new("--otlp")
    {
        Description = "Send metrics and traces to this OpenTelemetry collector: port 4317 by gRPC, any other by HTTP.",
        HelpName = "http://host:4318",
        CustomParser = OptionChecks.Parser(OtlpExport.Parse),
    };

    private static readonly Option<bool> Verify = new("--verify") { Description = "Compare inputs and outputs of what is done by SHA-256, not only by size and time." };

    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "Do the items of a folder again that holds a run of another model or other options; else it is refused." };

    public static Command Create(CommandHost host)
    {
        var command = new Command("score", "Removes the clouds of all scenes of a manifest; goes on where an earlier run ended.")
        {
            Manifest, Out, SharedOptions.Model, Mask, Weight, Quicklook, SharedOptions.Composite, SharedOptions.Bounds, Shard, Jobs,
            SharedOptions.Engine, SharedOptions.Precision, SharedOptions.Threads, SharedOptions.TileSize, SharedOptions.Radiometry, SharedOptions.Resample, SharedOptions.Bands, SharedOptions.MgrsTile, SharedOptions.SarScale,
            SharedOptions.Cog, SharedOptions.Compress, Attempts, RetryWait, Deaths, Grace, Expiry, Wait, Reserve, Verify, Overwrite, Otlp, SharedOptions.Json,
        };
        DetectorArguments.AddTo(command);
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        ScoreRequest request = Read(invocation);
        using OtlpExport? export = OtlpExport.Start(invocation.Get(Otlp));
        try
        {
            return Run(invocation, request);
        }
        catch (Exception e) when (TransientErrors.IsDiskFull(e) || TransientErrors.MayPass(e))
        {
            // Of the run itself, before or between its items.
            invocation.Console.Error.WriteLine($"cloudless: {e.Message.ReplaceLineEndings(" ")} Run again to go on.");
            return ExitCodes.RunAgain;
        }
    }

    private static int Run(CliInvocation invocation, ScoreRequest request)
    {
        ScoreSummary summary = ScoreDisplay.Run(invocation, progress => ScoreJob.RunAsync(request, progress, invocation.Cancellation).GetAwaiter().GetResult());
        foreach (string note in summary.Notes)
        {
            invocation.Note(note);
        }

        if (invocation.Get(SharedOptions.Json))
        {
            invocation.Result(summary.ToJson());
        }
        else
        {
            ScoreText.Write(invocation, summary);
        }

        return summary.Ending != RunEnding.Complete ? ExitCodes.RunAgain : summary.Failed > 0 ? ExitCodes.Failure : ExitCodes.Success;
    }

    private static ScoreRequest Read(CliInvocation invocation) => new()
    {
        ManifestPath = invocation.GetRequired(Manifest),
        OutputFolder = invocation.GetRequired(Out),
        ModelPath = invocation.Get(SharedOptions.Model),
        Options = new RemovalOptions
        {
            Composite = SharedOptions.ReadComposite(invocation),
            SarScale = SharedOptions.ReadSarScale(invocation),
            Detector = DetectorArguments.Read(invocation),
        },
        Source = SharedOptions.ReadSource(invocation),
        Bounds = invocation.Get(SharedOptions.Bounds),
        Layout = SharedOptions.ReadLayout(invocation),
        Outputs = new ScoreOutputs { Mask = invocation.Get(Mask), Weight = invocation.Get(Weight), Pictures = invocation.Get(Quicklook) },
        Shard = ReadShard(invocation.Get(Shard)),
        Overwrite = invocation.Get(Overwrite),
        Verify = invocation.Get(Verify),
        Execution = new ScoreExecution
        {
            Engine = SharedOptions.ReadExecution(invocation),
            Jobs = invocation.Get(Jobs),
            Attempts = invocation.Get(Attempts),
            RetryWait = TimeSpan.FromSeconds(invocation.Get(RetryWait)),
            Deaths = invocation.Get(Deaths),
            Grace = TimeSpan.FromSeconds(invocation.Get(Grace)),
            ClaimExpiry = TimeSpan.FromSeconds(invocation.Get(Expiry)),
            Wait = TimeSpan.FromSeconds(invocation.Get(Wait)),
            Reserve = (long)invocation.Get(Reserve) << 20,
        },
    };

    private static Shard ReadShard(string? given)
    {
        try
        {
            return given is null ? Scoring.Shard.FromEnvironment(Environment.GetEnvironmentVariable) : Scoring.Shard.Parse(given);
        }
        catch (FormatException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
