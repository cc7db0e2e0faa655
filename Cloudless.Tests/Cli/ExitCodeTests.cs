using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Training.Engines;

namespace Cloudless.Tests.Cli;

/// <summary>What a command throws becomes one line and an exit code.</summary>
internal sealed class ExitCodeTests
{
    private static IEnumerable<TestCaseData> Errors =>
    [
        new TestCaseData(new TrainingDivergedException("It diverged."), ExitCodes.Diverged).SetArgDisplayNames("diverged"),
        new TestCaseData(new OutOfMemoryException("Too large."), ExitCodes.OutOfMemory).SetArgDisplayNames("memory"),
        new TestCaseData(new CloudlessException("It broke."), ExitCodes.Failure).SetArgDisplayNames("failure"),
        new TestCaseData(new UsageException("Not so."), ExitCodes.Usage).SetArgDisplayNames("usage"),
    ];

    [Test]
    public void Lack_of_memory_of_which_the_runtime_says_nothing_is_told_with_what_to_do()
    {
        using StringWriter output = new(), error = new();
        var command = new Command("work");
        new CommandHost(new CliConsole(output, error, ErrorIsTerminal: false), CancellationToken.None).Bind(command, _ => throw new OutOfMemoryException());
        Assert.Multiple(() =>
        {
            Assert.That(command.Parse([]).Invoke(), Is.EqualTo(ExitCodes.OutOfMemory));
            Assert.That(error.ToString(), Does.Contain("not enough memory").And.Contain("--tile-size").And.Contain("MB"));
        });
    }

    [TestCaseSource(nameof(Errors))]
    public void An_expected_error_is_told_in_its_own_words(Exception thrown, int code)
    {
        using StringWriter output = new(), error = new();
        var command = new Command("work");
        new CommandHost(new CliConsole(output, error, ErrorIsTerminal: false), CancellationToken.None).Bind(command, _ => throw thrown);
        Assert.Multiple(() =>
        {
            Assert.That(command.Parse([]).Invoke(), Is.EqualTo(code));
            Assert.That(error.ToString().Trim(), Is.EqualTo($"cloudless: {thrown.Message}"));
            Assert.That(output.ToString(), Is.Empty);
        });
    }
}
