using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;
using Cloudless.Cli.Commands;
using Cloudless.Cli.Hosting;

namespace Cloudless.Cli;

/// <summary>The tool: parses a command line and runs its command. Everything it touches is handed in, so that tests run it in-process.</summary>
internal static class CloudlessApp
{
    /// <summary>The version of this build.</summary>
    public static string Version { get; } =
        typeof(CloudlessApp).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Runs one command line and returns the exit code (<see cref="ExitCodes"/>).</summary>
    public static int Run(IReadOnlyList<string> args, CliConsole console, CancellationToken cancellation)
    {
        if (EmptyArgument(args) is { } empty)
        {
            console.Error.WriteLine($"cloudless: {empty}");
            return ExitCodes.Usage;
        }

        Command root = BuildRoot(new CommandHost(console, cancellation));
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not (HelpAction or PrintVersion))
        {
            string command = CommandPath(parsed);
            foreach (var error in parsed.Errors)
            {
                console.Error.WriteLine($"{command}: {error.Message}");
            }

            console.Error.WriteLine($"Try '{command} --help'.");
            return ExitCodes.Usage;
        }

        return parsed.Invoke(new InvocationConfiguration
        {
            Output = console.Out,
            Error = console.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    // No option takes an empty text: it comes from scripts whose variable is not set.
    private static string? EmptyArgument(IReadOnlyList<string> args)
    {
        int at = args.ToList().FindIndex(string.IsNullOrWhiteSpace);
        return at < 0 ? null : $"argument {at + 1}{(at > 0 ? $", behind '{args[at - 1]}'," : "")} is empty. Is a variable of the shell not set? Leave the option away or name a value.";
    }

    private static Command BuildRoot(CommandHost host)
    {
        // A plain command instead of RootCommand: that one takes its name from the running executable, which under tests is the test host.
        var root = new Command("cloudless", "Removes clouds from Sentinel-2 images.")
        {
            new HelpOption { Action = new HelpAction { MaxWidth = 110 } },
            new VersionOption { Action = new PrintVersion() },
            SharedOptions.Quiet,
            SharedOptions.Verbose,
            DemoCommand.Create(host),
            RemoveCommand.Create(host),
            RemoveSeriesCommand.Create(host),
            MaskCommand.Create(host),
            ManifestCommand.Create(host),
            ScoreCommand.Create(host),
            SubmitCommand.Create(host),
            StatusCommand.Create(host),
            ReportCommand.Create(host),
            DatasetCommand.Create(host),
            TrainCommand.Create(host),
            TrainSeriesCommand.Create(host),
            TrainPerceptualCommand.Create(host),
            TrainClassifierCommand.Create(host),
            ExperimentCommand.Create(host),
            EvaluateCommand.Create(host),
            EvaluateSeriesCommand.Create(host),
            StudyCommand.Create(host),
            QuantizeCommand.Create(host),
            ImportCommand.Create(host),
            InfoCommand.Create(host),
        };
        return root;
    }

    private static string CommandPath(ParseResult parsed) =>
        parsed.CommandResult.Command.Name is "cloudless" ? "cloudless" : $"cloudless {parsed.CommandResult.Command.Name}";

    private sealed class PrintVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(Version);
            return ExitCodes.Success;
        }
    }
}
