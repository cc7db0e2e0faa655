namespace Cloudless.Masks;

/// <summary>A mask that is read from a file: where it is and what its values mean.</summary>
public sealed record MaskRasterOptions
{
    /// <summary>The largest value, and with <see cref="MaskFormat.Qa60"/> the largest bit, that can be named.</summary>
    public const int LargestValue = ushort.MaxValue, LargestBit = 15;

    /// <summary>The file: any raster that overlaps the image, on any grid.</summary>
    public required string Path { get; init; }

    /// <summary>What its values mean; told by the names of file and band by default.</summary>
    public MaskFormat Format { get; init; } = MaskFormat.Auto;

    /// <summary>Values that are cloud, 0..65535; with <see cref="MaskFormat.Qa60"/> the bits, 0..15. Null for the format's. Where this or <see cref="ShadowValues"/> is given, other values are clear.</summary>
    public IReadOnlyList<int>? CloudValues { get; init; }

    /// <summary>Values (or bits) that are cloud shadow; null for the format's.</summary>
    public IReadOnlyList<int>? ShadowValues { get; init; }

    /// <summary>Whether dark land near clouds is shadow too; null for yes unless the format has a class for shadow that is used (<see cref="MaskFormat.Scl"/>).</summary>
    public bool? DarkShadow { get; init; }

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">There is no path, the format is unknown, or values leave their range or are named twice.</exception>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Path);
        if (!Enum.IsDefined(Format))
        {
            throw new ArgumentOutOfRangeException(nameof(Format), Format, "Use Auto, Scl, Qa60 or Classes.");
        }

        int largest = Format == MaskFormat.Qa60 ? LargestBit : LargestValue;
        int[] all = [.. CloudValues ?? [], .. ShadowValues ?? []];
        foreach (int value in all)
        {
            if (value < 0 || value > largest)
            {
                throw new ArgumentOutOfRangeException(nameof(CloudValues), value, $"A {(Format == MaskFormat.Qa60 ? "bit" : "value")} of the mask is a number in 0..{largest}.");
            }
        }

        if (all.GroupBy(v => v).FirstOrDefault(g => g.Count() > 1)?.Key is { } twice)
        {
            throw new ArgumentException($"The value {twice} of the mask is named twice; it is cloud or shadow.", nameof(ShadowValues));
        }
    }
}
