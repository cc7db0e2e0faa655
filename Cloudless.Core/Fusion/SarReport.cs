namespace Cloudless.Fusion;

/// <summary>What was found in a SAR image and done to it, for people and receipts.</summary>
public sealed record SarReport
{
    /// <summary>The unit the image was read in: never <see cref="SarScale.Auto"/>.</summary>
    public required SarScale Scale { get; init; }

    /// <summary>Whether the values decided, not the caller.</summary>
    public required bool Detected { get; init; }

    /// <summary>Smallest valid value, in the image's unit.</summary>
    public required double Minimum { get; init; }

    /// <summary>Largest valid value, in the image's unit.</summary>
    public required double Maximum { get; init; }

    /// <summary>Share of samples that were nodata and were filled, in percent of both bands.</summary>
    public required double FilledPercent { get; init; }

    /// <summary>Share of the repainted pixels in which VV or VH was filled, in percent; null where nothing was repainted or that was not counted.</summary>
    public double? RepaintedWithoutPercent { get; init; }

    /// <summary>The values filled in, in dB, VV and VH.</summary>
    public required IReadOnlyList<float> Fill { get; init; }

    /// <summary>All of this in one sentence.</summary>
    public string Summary => FormattableString.Invariant(
        $"SAR {(Detected ? "recognized by its values" : "taken")} as {(Scale == SarScale.Decibel ? "dB" : "linear power")} ({Minimum:0.####} to {Maximum:0.####}); ")
        + (FilledPercent == 0
            ? "no gaps."
            : FormattableString.Invariant($"{FilledPercent:0.##} % without data{(RepaintedWithoutPercent is { } share ? FormattableString.Invariant($" ({share:0.##} % of the repainted pixels)") : "")}, filled with {Fill[0]:0.##} and {Fill[1]:0.##} dB."));
}
