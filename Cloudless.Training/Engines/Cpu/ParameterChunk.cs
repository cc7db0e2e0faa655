namespace Cloudless.Training.Engines.Cpu;

/// <summary>Part of a parameter that one thread works on, cut by the parameters' sizes alone, so that sums over chunks do not depend on the number of threads.</summary>
/// <param name="Parameter">Index of the parameter.</param>
/// <param name="Start">First value.</param>
/// <param name="Length">Values.</param>
internal readonly record struct ParameterChunk(int Parameter, int Start, int Length)
{
    // Some 30 chunks for F=64, B=8: enough for all threads, and each worth waking one.
    private const int Size = 1 << 14;

    /// <summary>Cuts all parameters.</summary>
    public static ParameterChunk[] Cut(IEnumerable<float[]> parameters) =>
        [.. parameters.SelectMany((values, p) => Enumerable.Range(0, (values.Length + Size - 1) / Size)
            .Select(i => new ParameterChunk(p, i * Size, Math.Min(Size, values.Length - (i * Size)))))];

    /// <summary>This part of the values of all parameters.</summary>
    public Span<float> Of(float[][] parameters) => parameters[Parameter].AsSpan(Start, Length);
}
