namespace Cloudless.Cli.Hosting;

/// <summary>Where a command writes: results to <paramref name="Out"/>, everything else to <paramref name="Error"/>.</summary>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="ErrorIsTerminal">Whether a progress bar may be drawn on <paramref name="Error"/>.</param>
internal sealed record CliConsole(TextWriter Out, TextWriter Error, bool ErrorIsTerminal)
{
    /// <summary>The console of this process.</summary>
    public static CliConsole ForProcess() => new(Console.Out, Console.Error, !Console.IsErrorRedirected);
}
