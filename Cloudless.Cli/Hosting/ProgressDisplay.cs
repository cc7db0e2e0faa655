using Cloudless.Removal;
using Spectre.Console;

namespace Cloudless.Cli.Hosting;

/// <summary>Shows how far a job is: a bar per stage on a terminal, plain lines elsewhere, nothing with --quiet. Always on standard error.</summary>
internal static class ProgressDisplay
{
    /// <summary>Runs <paramref name="work"/>, handing it where to report.</summary>
    public static T Run<T>(CliInvocation invocation, Func<IProgress<RemovalProgress>, T> work)
    {
        if (invocation.IsQuiet)
        {
            return work(new Silent());
        }

        return invocation.Console.ErrorIsTerminal
            ? RunWithBars(invocation.Console.Error, work)
            : work(new PlainLines(invocation.Console.Error));
    }

    private static T RunWithBars<T>(TextWriter error, Func<IProgress<RemovalProgress>, T> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => work(new Bars(context)));
    }

    private sealed class Silent : IProgress<RemovalProgress>
    {
        public void Report(RemovalProgress value)
        {
            // --quiet: the report is taken and not shown.
        }
    }

    private sealed class Bars(ProgressContext context) : IProgress<RemovalProgress>
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, ProgressTask> _tasks = [];

        public void Report(RemovalProgress value)
        {
            lock (_gate)
            {
                if (!_tasks.TryGetValue(value.Stage, out ProgressTask? task))
                {
                    _tasks[value.Stage] = task = context.AddTask(Markup.Escape(value.Stage), maxValue: 1);
                }

                task.Value = (double)value.Done / value.Total;
            }
        }
    }

    /// <summary>A line when a stage begins, and one at every tenth of a stage of several steps.</summary>
    private sealed class PlainLines(TextWriter error) : IProgress<RemovalProgress>
    {
        private readonly Lock _gate = new();
        private string _stage = "";
        private int _tenth;

        public void Report(RemovalProgress value)
        {
            lock (_gate)
            {
                if (value.Stage != _stage)
                {
                    (_stage, _tenth) = (value.Stage, 0);
                    error.WriteLine($"{value.Stage} ...");
                }

                int tenth = (int)(10L * value.Done / value.Total);
                if (value.Total > 1 && tenth > _tenth)
                {
                    _tenth = tenth;
                    error.WriteLine($"{value.Stage}: {tenth * 10} % ({value.Done} of {value.Total})");
                }
            }
        }
    }
}
