using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Cli.Jobs;
using Cloudless.Cli.Output;
using Cloudless.Rasters;
using Cloudless.Scoring;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless manifest</c>: scenes on disk, paired, as a list for <c>score</c>.</summary>
internal static class ManifestCommand
{
    private static readonly PairingOptions Defaults = new();

    private static readonly Option<string[]> Optical = new("--s2")
    {
        Description = "Sentinel-2 scenes: paths or patterns with *, ? and ** (quoted): products (.SAFE folders, zips), folders of bands, image files.",
        HelpName = "GLOB",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string[]> Sar = new("--s1")
    {
        Description = "Sentinel-1 images, paths or patterns; files of VV and VH that differ in that alone belong together. Without it the items have no SAR.",
        HelpName = "GLOB",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string> Out = new("--out") { Description = "Manifest to write: comma-separated values where its name ends in .csv, else JSON Lines.", HelpName = "manifest.jsonl", Required = true };

    private static readonly Option<double> MaxDays = OptionChecks.Number("--max-days", "N", "The most days between both dates.", Defaults.MaxDays, 0, 36500);

    private static readonly Option<double> MinOverlap = OptionChecks.Number("--min-overlap", "P", "The least part of the Sentinel-2 scene that SAR covers, in percent.", Defaults.MinOverlap * 100, 0, 100);

    private static readonly Option<bool> KeepUnpaired = new("--keep-unpaired") { Description = "Take scenes without a partner too, without SAR." };

    public static Command Create(CommandHost host)
    {
        var command = new Command("manifest", "Makes a manifest for 'cloudless score': pairs scenes by place and date, and tells what stays unpaired and why.")
        {
            Optical, Sar, Out, MaxDays, MinOverlap, KeepUnpaired, SharedOptions.Overwrite, SharedOptions.Json,
        };
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        var options = new PairingOptions { MaxDays = invocation.Get(MaxDays), MinOverlap = invocation.Get(MinOverlap) / 100, KeepUnpaired = invocation.Get(KeepUnpaired) };
        using AtomicFile file = AtomicFile.Create(invocation.GetRequired(Out), invocation.Get(SharedOptions.Overwrite));
        MadeManifest made = ManifestMaker.Make(invocation.GetRequired(Optical), invocation.Get(Sar) ?? [], options);
        if (made.Items.Count == 0)
        {
            throw new CloudlessException($"No pair was found. {string.Join(" ", made.UnpairedOptical.Take(3).Select(s => $"'{s.Path}': {s.Reason.TrimEnd('.')}."))}");
        }

        made.Write(file);
        if (invocation.Get(SharedOptions.Json))
        {
            invocation.Result(CliJson.Write(new ManifestReport(
                file.Path, made.Items.Count, made.Paired, made.Undated, made.UnpairedOptical, made.UnpairedSar)));
            return ExitCodes.Success;
        }

        invocation.Result($"{made.Items.Count} items, {made.Paired} with SAR{(made.Undated > 0 ? $", {made.Undated} of them paired without dates" : "")}");
        Write(invocation, "Sentinel-2 scenes without a partner", made.UnpairedOptical);
        Write(invocation, "Sentinel-1 images in no pair", made.UnpairedSar);
        return ExitCodes.Success;
    }

    private static void Write(CliInvocation invocation, string what, IReadOnlyList<UnpairedScene> scenes)
    {
        if (scenes.Count > 0)
        {
            invocation.Result($"{what}: {scenes.Count}");
        }

        foreach (UnpairedScene scene in scenes)
        {
            invocation.Result($"  {scene.Path}: {scene.Reason}");
        }
    }
}
