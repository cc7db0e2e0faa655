using System.Globalization;

namespace Cloudless.Scoring;

/// <summary>A part of a manifest: every <paramref name="Count"/>-th item, from the one of number <paramref name="Index"/> on.</summary>
/// <param name="Index">Which part, 0 .. <paramref name="Count"/> - 1.</param>
/// <param name="Count">How many parts there are, at least 1.</param>
public sealed record Shard(int Index, int Count)
{
    /// <summary>Environment variable for the number of parts beside JOB_COMPLETION_INDEX, which comes without one.</summary>
    public const string CountVariable = "CLOUDLESS_SHARDS";

    /// <summary>The whole manifest.</summary>
    public static Shard All { get; } = new(0, 1);

    /// <summary>Whether an item is of this part.</summary>
    /// <param name="item">Its place in the manifest, from 0.</param>
    public bool Takes(long item) => item % Count == Index;

    /// <summary>How many of so many items are of this part.</summary>
    public int Of(int items) => (items / Count) + (items % Count > Index ? 1 : 0);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    /// <summary>Understands <c>i/n</c>, i from 0 to n - 1.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static Shard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('/');
        return parts.Length == 2 && Number(parts[0]) is { } index && Number(parts[1]) is { } count && index < count
            ? new Shard(index, count)
            : throw new FormatException($"'{text}' is no shard; expected i/n, i from 0 to n - 1, e.g. 0/4 for the first of four.");
    }

    /// <summary>The part that a Slurm job array or a Kubernetes Indexed Job gives this process; <see cref="All"/> outside of both.</summary>
    /// <param name="variable">Reads an environment variable; null where it is not set.</param>
    /// <exception cref="FormatException">The variables do not tell a part of all: items would be left out.</exception>
    public static Shard FromEnvironment(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        if (variable("SLURM_ARRAY_TASK_ID") is { Length: > 0 })
        {
            return FromSlurm(name => Number(variable($"SLURM_ARRAY_TASK_{name}")));
        }

        if (variable("JOB_COMPLETION_INDEX") is not { Length: > 0 } completion)
        {
            return All;
        }

        return Number(variable(CountVariable)) is { } count
            ? Parse($"{completion}/{count}")
            : throw new FormatException($"JOB_COMPLETION_INDEX is {completion}, and {CountVariable} does not tell of how many. Set it to the job's spec.completions, or give --shard.");
    }

    private static Shard FromSlurm(Func<string, int?> variable)
    {
        (int? id, int? count, int? first, int? last, int? step) = (variable("ID"), variable("COUNT"), variable("MIN"), variable("MAX"), variable("STEP") ?? 1);
        if (id is null || count is null || first is null || last is null || step is null or 0)
        {
            throw new FormatException("SLURM_ARRAY_TASK_ID is set, but not SLURM_ARRAY_TASK_COUNT, _MIN and _MAX beside it: what part this is cannot be told. Give --shard.");
        }

        // Slurm tells no list. An array with holes would leave the items of the holes to nobody.
        return ((last - first) / step) + 1 == count && (id - first) % step == 0 && id >= first && id <= last
            ? new Shard((int)((id - first) / step), count.Value)
            : throw new FormatException(
                $"The job array has {count} tasks from {first} to {last} by {step}: it has holes, and the items of the missing tasks would be left out. Use an array without holes, or give --shard.");
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
