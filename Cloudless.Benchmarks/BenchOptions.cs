using System.Globalization;
using Cloudless.Benchmarks.Paired;

namespace Cloudless.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchOptions
{
    /// <summary>The options, for the usage message.</summary>
    public const string Usage = """
          --row PART    only rows with PART in their name; the tables keep what they hold of the others
          --quick       fewer rounds
          --rounds N    this many rounds of each row
          --size N      side of the granule of --row granule and of --row mosaic, a multiple of 6; 10980 by default, a full one
          --threads N   threads of each contender, 2 by default
          --no-docs     print, do not write docs/performance.md and docs/performance.json
          --list        print the rows' names
        """;

    /// <summary>Part of the names of the rows to measure; empty for all.</summary>
    public string Row { get; init; } = "";

    /// <summary>How long each row is measured.</summary>
    public RoundPlan Plan { get; init; } = RoundPlan.Thorough;

    /// <summary>Pixels along a side of the granule.</summary>
    public int Size { get; init; } = 10980;

    /// <summary>Threads of each contender.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>Whether the documents are written.</summary>
    public bool Docs { get; init; } = true;

    /// <summary>Whether names are printed and nothing is measured.</summary>
    public bool List { get; init; }

    /// <summary>Reads a command line.</summary>
    /// <exception cref="FormatException">It holds something else than the options.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchOptions();
        int rounds = 0;
        for (int i = 0; i < arguments.Count; i++)
        {
            string name = arguments[i];
            options = name switch
            {
                "--quick" => options with { Plan = RoundPlan.Quick },
                "--no-docs" => options with { Docs = false },
                "--list" => options with { List = true },
                "--row" => options with { Row = Value() },
                "--size" => options with { Size = Count() is var side && side % 6 == 0 ? side : throw new FormatException($"--size is {side}; expected a multiple of 6") },
                "--threads" => options with { Threads = Count() },
                "--rounds" => options with { Plan = options.Plan.WithRounds(rounds = Count()) },
                _ => throw new FormatException($"unknown option '{name}'"),
            };

            string Value() => ++i < arguments.Count ? arguments[i] : throw new FormatException($"{name} needs a value");

            int Count() => int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0
                ? count
                : throw new FormatException($"{name} is {arguments[i]}; expected a whole number of at least 1");
        }

        return rounds > 0 ? options with { Plan = options.Plan.WithRounds(rounds) } : options;
    }
}
