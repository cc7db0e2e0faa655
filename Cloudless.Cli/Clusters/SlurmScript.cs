using System.Globalization;

namespace Cloudless.Cli.Clusters;

/// <summary>Writes the scripts of a run for Slurm, to be read, changed and submitted by hand as well.</summary>
/// <remarks>
/// The tool is a child of the batch shell and no step of <c>srun</c>: there is one task on one node, and the shell is where signals before the time limit (<c>B:</c>) and the exit code arrive.
/// </remarks>
internal static class SlurmScript
{
    /// <summary>The script of the array: a task for each part.</summary>
    public static string Score(SubmitRequest request)
    {
        string limit = request.Limit is { } most ? Invariant($"%{most}") : "";
        return $$"""
            #!/bin/bash
            # Removes the clouds of the scenes of a manifest: {{request.Shards}} tasks, each with its part (shard) of it.
            # Written by 'cloudless submit'. Submit it again (sbatch score.sh) to go on where a run ended, or some tasks alone: sbatch --array=3,7 score.sh
            #SBATCH --job-name={{JobName(request)}}
            #SBATCH --array=0-{{Invariant($"{request.Shards - 1}")}}{{limit}}
            #SBATCH --nodes=1
            #SBATCH --ntasks=1
            {{Lines([("cpus-per-task", request.Cpus?.ToString(CultureInfo.InvariantCulture)), .. request.TaskOptions, .. request.JobOptions], request.Extra)}}#SBATCH {{(request.Requeue > 0 ? "--requeue" : "--no-requeue")}}
            #SBATCH --open-mode=append
            #SBATCH --signal=B:TERM@60
            #SBATCH --output={{ShellText.SlurmFile(request.Folder, "%A_%a.log")}}

            tool=({{request.Tool}})
            manifest={{ShellText.Quote(request.Manifest)}}
            run={{ShellText.Quote(request.Run)}}
            shards={{Invariant($"{request.Shards}")}}
            requeue={{Invariant($"{request.Requeue}")}}
            task="${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
            cd -- {{ShellText.Quote(request.WorkingFolder)}} || exit

            "${tool[@]}" score "$manifest" --out "$run" --shard "$SLURM_ARRAY_TASK_ID/$shards"{{Threads(request)}}{{string.Concat(request.Arguments.Select(a => " " + ShellText.Quote(a)))}} &
            child=$!

            # A minute before the time limit this shell gets TERM and hands it on: what is in flight is finished or dropped.
            # The wait ends early then, and is begun again until the process has ended.
            trap 'stopping=yes; kill -TERM "$child" 2>/dev/null' TERM
            while stopping=; wait "$child"; code=$?; [ -n "$stopping" ]; do :; done

            # 75: it ended before its work did. More than 128: a signal killed it. Both go on in the queue, but not for ever, and not where the
            # task was canceled or queued again by others: then it is not running any more.
            if { [ "$code" -eq 75 ] || [ "$code" -gt 128 ]; } && [ "${SLURM_RESTART_COUNT:-0}" -lt "$requeue" ] &&
                [ "$(squeue --noheader --format=%T --job "$task")" = RUNNING ]; then
                echo "task $task ended with $code and is queued again"
                scontrol requeue "$task"
            fi
            exit "$code"

            """.ReplaceLineEndings("\n");
    }

    /// <summary>The script of the report.</summary>
    public static string Report(SubmitRequest request) => $$"""
        #!/bin/bash
        # Tells how the run stands and writes its report. Written by 'cloudless submit'.
        #SBATCH --job-name={{JobName(request)}}-report
        #SBATCH --nodes=1
        #SBATCH --ntasks=1
        {{Lines(request.JobOptions, request.Extra)}}#SBATCH --open-mode=append
        #SBATCH --output={{ShellText.SlurmFile(request.Folder, "report_%j.log")}}

        tool=({{request.Tool}})
        run={{ShellText.Quote(request.Run)}}
        cd -- {{ShellText.Quote(request.WorkingFolder)}} || exit

        "${tool[@]}" status "$run"
        "${tool[@]}" report "$run"

        """.ReplaceLineEndings("\n");

    // What the task was given: without confinement by the cluster the tool would take all processors of the node.
    private static string Threads(SubmitRequest request) =>
        request.Arguments.Any(a => a == "--threads" || a.StartsWith("--threads=", StringComparison.Ordinal)) ? "" : " --threads \"$SLURM_CPUS_ON_NODE\"";

    private static string Lines(IEnumerable<(string Name, string? Value)> options, IEnumerable<string> extra) =>
        string.Concat(options.Where(o => o.Value is not null).Select(o => $"--{o.Name}={o.Value}").Concat(extra).Select(line => $"#SBATCH {line}\n"));

    private static string JobName(SubmitRequest request) =>
        "cloudless-" + string.Concat(Path.GetFileName(request.Run).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_'));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
