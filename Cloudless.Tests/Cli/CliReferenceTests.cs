using System.Text;

namespace Cloudless.Tests.Cli;

/// <summary>docs/cli.md shows what the tool says; with CLOUDLESS_UPDATE_DOCS=1 the test writes it instead of comparing.</summary>
internal sealed class CliReferenceTests
{
    [Test]
    public void The_listings_in_the_command_line_reference_equal_the_help()
    {
        string path = Repository.File("docs", "cli.md"), text = File.ReadAllText(path), expected = WithHelp(text);
        if (Environment.GetEnvironmentVariable("CLOUDLESS_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.That(File.ReadAllText(path), Is.EqualTo(expected), "run this test with CLOUDLESS_UPDATE_DOCS=1 and look at the difference");
    }

    [Test]
    public void Every_command_has_a_listing()
    {
        string reference = File.ReadAllText(Repository.File("docs", "cli.md"));
        string[] commands = [.. CliRun.Of("--help").Out.Split("Commands:")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.Length > 2 && line.StartsWith("  ", StringComparison.Ordinal) && line[2] != ' ')
            .Select(line => line.Trim().Split(' ')[0])];
        Assert.That(commands, Is.Not.Empty.And.All.Matches<string>(name => reference.Contains($"<!-- cloudless {name} --help -->", StringComparison.Ordinal)));
    }

    /// <summary>Fills each code block that follows a comment with a command line.</summary>
    private static string WithHelp(string text)
    {
        var result = new StringBuilder();
        string[]? command = null;
        bool inside = false;
        foreach (string line in text.Split('\n'))
        {
            if (line.StartsWith("<!-- cloudless ", StringComparison.Ordinal))
            {
                command = [.. line.Split(' ').Skip(2).TakeWhile(word => word != "-->")];
            }

            bool fence = line.StartsWith("```", StringComparison.Ordinal);
            if (!inside || fence)
            {
                result.Append(line).Append('\n');
            }

            if (fence && inside)
            {
                (inside, command) = (false, null);
            }
            else if (fence && command is not null)
            {
                inside = true;
                string help = CliRun.Of(command).Succeeded().Out.ReplaceLineEndings("\n").Trim();
                result.AppendJoin('\n', help.Split('\n').Select(l => l.TrimEnd())).Append('\n');
            }
        }

        result.Length--;
        return result.ToString();
    }
}
