using System.CommandLine;
using Cloudless.Training.Engines;

namespace Cloudless.Cli.Hosting;

/// <summary>Binds commands to a console and turns what they throw into one line on standard error and an exit code.</summary>
internal sealed class CommandHost(CliConsole console, CancellationToken cancellation)
{
    /// <summary>Makes <paramref name="run"/> the action of <paramref name="command"/>; it returns an exit code.</summary>
    public void Bind(Command command, Func<CliInvocation, int> run) =>
        command.SetAction(parsed => Guard(new CliInvocation(parsed, console, cancellation), run));

    private static int Guard(CliInvocation invocation, Func<CliInvocation, int> run)
    {
        try
        {
            return run(invocation);
        }
        catch (UsageException error)
        {
            invocation.Console.Error.WriteLine($"cloudless: {OneLine(error.Message)}");
            return ExitCodes.Usage;
        }
        catch (OperationCanceledException error)
        {
            // The framework's own words say nothing; the program's say what was kept.
            bool plain = error is TaskCanceledException || error.Message == new OperationCanceledException().Message;
            invocation.Console.Error.WriteLine($"cloudless: canceled; unfinished output was removed.{(plain ? "" : " " + OneLine(error.Message))}");
            return ExitCodes.Interrupted;
        }
        catch (Exception error)
        {
            // The last stop before the user: every failure becomes one line; the stack only where it was asked for.
            bool expected = error is CloudlessException or IOException or UnauthorizedAccessException or OutOfMemoryException;
            string message = error is OutOfMemoryException && SaysNothing(error.Message) ? $"not enough memory. Take smaller tiles (--tile-size), fewer --threads or a part of the scene (--bounds) where the command has them; {ProcessMemory()}"
                : expected ? error.Message : $"unexpected {error.GetType().Name}: {error.Message} (--verbose shows where)";
            invocation.Console.Error.WriteLine($"cloudless: {OneLine(message)}");
            if (invocation.IsVerbose)
            {
                invocation.Console.Error.WriteLine(error);
            }

            return error switch
            {
                TrainingDivergedException => ExitCodes.Diverged,
                OutOfMemoryException => ExitCodes.OutOfMemory,
                _ => ExitCodes.Failure,
            };
        }
    }

    // The runtime's own words; the program's say what was too large.
    private static bool SaysNothing(string message) =>
        message.Contains(nameof(OutOfMemoryException), StringComparison.Ordinal) || message == new OutOfMemoryException().Message;

    private static string ProcessMemory() => FormattableString.Invariant(
        $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e6:0} MB may be used by this process.");

    // Names and texts of files may hold signs that move the cursor of a terminal.
    private static string OneLine(string message) => new([.. message.ReplaceLineEndings(" ").Select(c => char.IsControl(c) ? '?' : c)]);
}
