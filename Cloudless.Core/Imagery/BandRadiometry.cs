namespace Cloudless.Imagery;

/// <summary>How the stored numbers of one band become signed DN: signed DN = stored * <paramref name="Scale"/> + <paramref name="Offset"/>.</summary>
/// <param name="Scale">Above 0; 1 for DN, 10000 for reflectance.</param>
/// <param name="Offset">Signed DN.</param>
public readonly record struct BandRadiometry(double Scale, double Offset)
{
    /// <inheritdoc/>
    public override string ToString() => Scale == 1 ? FormattableString.Invariant($"offset {Offset}") : FormattableString.Invariant($"scale {Scale} offset {Offset}");
}
