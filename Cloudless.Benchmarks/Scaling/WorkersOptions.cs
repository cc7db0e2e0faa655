using System.Globalization;

namespace Cloudless.Benchmarks.Scaling;

/// <summary>What <c>bench -- workers</c> measures.</summary>
internal sealed record WorkersOptions
{
    /// <summary>The options, for the usage message.</summary>
    public const string Usage = """
          --side N      side of the scenes in pixels, 256 by default
          --items N     items of the manifest, 48 by default
          --rounds N    how often each set-up is measured, 5 by default
        """;

    /// <summary>Side of the scenes in pixels.</summary>
    public int Side { get; init; } = 256;

    /// <summary>Items of the manifest.</summary>
    public int Items { get; init; } = 48;

    /// <summary>How often each set-up is measured.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Reads a command line.</summary>
    /// <exception cref="FormatException">It holds something else than the options.</exception>
    public static WorkersOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new WorkersOptions();
        for (int i = 0; i < arguments.Count; i += 2)
        {
            int value = i + 1 < arguments.Count && int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0
                ? count
                : throw new FormatException($"{arguments[i]} needs a whole number of at least 1");
            options = arguments[i] switch
            {
                "--side" => options with { Side = value },
                "--items" => options with { Items = value },
                "--rounds" => options with { Rounds = value },
                _ => throw new FormatException($"unknown option '{arguments[i]}'"),
            };
        }

        return options;
    }
}
