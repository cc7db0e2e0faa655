using System.Globalization;
using Cloudless.Cli.Output;
using Cloudless.Scoring;
using Spectre.Console;

namespace Cloudless.Cli.Hosting;

/// <summary>Shows how far a run is: a bar over all items on a terminal, a plain line now and then elsewhere, nothing with --quiet. Failures are told as they come. Always on standard error.</summary>
internal static class ScoreDisplay
{
    /// <summary>Runs <paramref name="work"/>, handing it where to report.</summary>
    public static T Run<T>(CliInvocation invocation, Func<IProgress<ScoreProgress>?, T> work)
    {
        TextWriter error = invocation.Console.Error;
        return invocation.IsQuiet ? work(null) : invocation.Console.ErrorIsTerminal ? RunWithBar(error, work) : work(new ScoreLines(error, TimeProvider.System));
    }

    private static T RunWithBar<T>(TextWriter error, Func<IProgress<ScoreProgress>, T> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Progress()
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn())
            .Start(context => work(new Bar(context.AddTask("starting"), console)));
    }

    /// <summary>Where a run stands, in a line.</summary>
    public static string Text(ScoreProgress value)
    {
        string left = value.Left is { } time ? $", {ScoreText.Time(time.TotalSeconds)} left" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{value.Done + value.Already + value.Failed:N0} of {value.Items:N0} items ({value.Already:N0} were done, {value.Failed:N0} failed), {value.PixelsPerSecond / 1e6:0.##} megapixels a second{left}");
    }

    private sealed class Bar(ProgressTask task, IAnsiConsole console) : IProgress<ScoreProgress>
    {
        public void Report(ScoreProgress value)
        {
            (task.MaxValue, task.Value) = (Math.Max(1, value.Items), value.Done + value.Already + value.Failed);
            task.Description = Markup.Escape(Text(value));
            if (value.Failure is { } failure)
            {
                console.WriteLine($"failed: {failure}");
            }
        }
    }
}
