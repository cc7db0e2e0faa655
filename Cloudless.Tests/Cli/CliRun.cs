using System.Text.Json;
using Cloudless.Cli;
using Cloudless.Cli.Hosting;

namespace Cloudless.Tests.Cli;

/// <summary>One command line run in this process: its exit code and what it wrote.</summary>
internal sealed record CliRun(int Code, string Out, string Error)
{
    public static CliRun Of(params string[] args) => Of(CancellationToken.None, args);

    public static CliRun Of(CancellationToken cancellation, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = CloudlessApp.Run(args, new CliConsole(output, error, ErrorIsTerminal: false), cancellation);
        return new CliRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Standard output as JSON; fails where anything else was written there.</summary>
    public JsonElement Json()
    {
        using JsonDocument document = JsonDocument.Parse(Out);
        return document.RootElement.Clone();
    }

    /// <summary>Fails with the tool's own words where the command did not end well.</summary>
    public CliRun Succeeded()
    {
        Assert.That(Code, Is.Zero, Error);
        return this;
    }
}
