using System.CommandLine;

namespace Cloudless.Cli.Hosting;

/// <summary>One run of one command: its parsed line, its console, its cancellation.</summary>
internal sealed class CliInvocation(ParseResult parsed, CliConsole console, CancellationToken cancellation)
{
    public CancellationToken Cancellation { get; } = cancellation;

    public CliConsole Console { get; } = console;

    public bool IsQuiet => parsed.GetValue(SharedOptions.Quiet);

    public bool IsVerbose => parsed.GetValue(SharedOptions.Verbose);

    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    /// <summary>Whether an option was typed, not only has its default.</summary>
    public bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };

    public T GetRequired<T>(Option<T> option) => parsed.GetRequiredValue(option);

    public T GetRequired<T>(Argument<T> argument) => parsed.GetRequiredValue(argument);

    /// <summary>A line of the result, to standard output.</summary>
    public void Result(string line) => Console.Out.WriteLine(line);

    /// <summary>A line about the work, to standard error; silent with --quiet.</summary>
    public void Note(string line)
    {
        if (!IsQuiet)
        {
            Console.Error.WriteLine(line);
        }
    }
}
