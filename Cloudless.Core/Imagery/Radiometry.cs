using System.Numerics;
using System.Runtime.InteropServices;

namespace Cloudless.Imagery;

/// <summary>How the stored numbers of an optical image relate to signed DN (reflectance = signed DN / 10000).</summary>
/// <param name="Offset">
/// Added to a stored DN to give signed DN: 0 for products before processing baseline 04.00 and for data sets that took the offset out,
/// -1000 for products of baseline 04.00 or newer, whose stored DN carry +1000 (<c>RADIO_ADD_OFFSET</c>).
/// </param>
/// <remarks>
/// Nodata rule, for every method: a pixel is nodata where all its bands are 0, where all its bands hold the declared nodata value, or where
/// any band is NaN or infinite. One band at 0 is data: B10 often is. In signed DN a nodata pixel is 0 in every band.
/// Immutable; safe from any thread.
/// </remarks>
public sealed record Radiometry(double Offset)
{
    /// <summary>Stored DN are signed DN: the offset is 0. The default.</summary>
    public static Radiometry Dn { get; } = new(0);

    /// <summary>Stored DN carry +1000 (processing baseline 04.00 or newer), which is taken out: the offset is -1000.</summary>
    public static Radiometry Harmonized { get; } = new(-1000);

    /// <summary>The name <see cref="Parse"/> takes, <c>dn</c> or <c>harmonized</c>; for another offset, the offset.</summary>
    public string Name => Offset switch
    {
        0 => "dn",
        -1000 => "harmonized",
        _ => FormattableString.Invariant($"offset {Offset}"),
    };

    /// <summary>Finds a radiometry by name: <c>dn</c> or <c>harmonized</c>, in any case.</summary>
    /// <exception cref="ArgumentException">No radiometry has this name.</exception>
    public static Radiometry Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.ToUpperInvariant() switch
        {
            "DN" => Dn,
            "HARMONIZED" => Harmonized,
            _ => throw new ArgumentException(
                $"'{name}' is not a radiometry. Use dn (stored DN = reflectance * 10000) or harmonized (stored DN carry +1000, baseline 04.00 or newer).",
                nameof(name)),
        };
    }

    /// <summary>Stored DN to signed DN.</summary>
    /// <typeparam name="T">Sample type of the file.</typeparam>
    /// <param name="stored">[C,H,W], planar, as stored.</param>
    /// <param name="channels">C, at least 1.</param>
    /// <param name="noData">The file's declared nodata value, or null.</param>
    /// <param name="signedDn">[C,H,W], overwritten; 0 in every band of a nodata pixel.</param>
    /// <returns>Number of nodata pixels.</returns>
    /// <exception cref="ArgumentException">The spans' lengths differ or are no multiple of <paramref name="channels"/>.</exception>
    public long ToSignedDn<T>(ReadOnlySpan<T> stored, int channels, double? noData, Span<float> signedDn)
        where T : unmanaged, INumber<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (stored.Length != signedDn.Length || stored.Length % channels != 0)
        {
            throw new ArgumentException(
                $"{stored.Length} stored samples do not fill {signedDn.Length} samples in {channels} bands.", nameof(signedDn));
        }

        return ToSignedDn(stored, channels, noData, signedDn, 0, stored.Length / channels);
    }

    /// <summary>Stored DN to signed DN, as the other method, for the pixels [first, first + count) of every band.</summary>
    internal long ToSignedDn<T>(ReadOnlySpan<T> stored, int channels, double? noData, Span<float> signedDn, int first, int count)
        where T : unmanaged, INumber<T>
    {
        int pixels = stored.Length / channels;
        for (int c = 0; c < channels; c++)
        {
            int start = (c * pixels) + first;
            SampleConversion.ToSingle(stored.Slice(start, count), (float)Offset, signedDn.Slice(start, count));
        }

        if (!MayHoldNoData(stored.Slice(first, count), noData))
        {
            return 0;
        }

        long found = 0;
        for (int p = first; p < first + count; p++)
        {
            if (IsNoData(stored, p, pixels, noData))
            {
                found++;
                for (int i = p; i < signedDn.Length; i += pixels)
                {
                    signedDn[i] = 0;
                }
            }
        }

        return found;
    }

    /// <summary>
    /// One signed DN to the number stored. Integer types: rounded, halves to even, and clamped to 1..65534 for <see cref="ushort"/> (0 is
    /// nodata and 65535 saturation in the products) and to the type's range otherwise; a value that would hit the declared nodata
    /// becomes its neighbor, so that no painted sample reads as nodata. Floating types: as it is.
    /// </summary>
    /// <param name="signedDn">Signed DN; finite.</param>
    /// <param name="noData">The file's declared nodata value, or null.</param>
    public T ToStored<T>(float signedDn, double? noData)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        double value = signedDn - Offset;
        if (IsFloating<T>())
        {
            return T.CreateTruncating(value);
        }

        (double low, double high) = Limits<T>();
        value = Math.Clamp(Math.Round(value, MidpointRounding.ToEven), low, high);
        if (value == noData)
        {
            value += value < high ? 1 : -1;
        }

        return T.CreateTruncating(value);
    }

    /// <summary>A row of signed DN to the numbers stored, each as the other method does it.</summary>
    /// <param name="signedDn">Finite.</param>
    /// <param name="noData">The file's declared nodata value, or null.</param>
    /// <param name="stored">As long as <paramref name="signedDn"/>, overwritten.</param>
    internal void ToStored<T>(ReadOnlySpan<float> signedDn, double? noData, Span<T> stored)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        int i = 0;
        if (typeof(T) == typeof(ushort))
        {
            (double low, double high) = Limits<T>();
            i = SampleConversion.ToUInt16(signedDn, Offset, low, high, noData ?? double.NaN, MemoryMarshal.Cast<T, ushort>(stored));
        }

        for (; i < signedDn.Length; i++)
        {
            stored[i] = ToStored<T>(signedDn[i], noData);
        }
    }

    private static bool IsFloating<T>()
        where T : INumber<T> => T.One / (T.One + T.One) != T.Zero;

    private static (double Low, double High) Limits<T>()
        where T : INumber<T>, IMinMaxValue<T> => typeof(T) == typeof(ushort)
            ? (1, 65534)
            : (double.CreateTruncating(T.MinValue), double.CreateTruncating(T.MaxValue));

    // A pixel without data shows in each of its bands, so one band tells where looking closer is idle. NaN may be in any.
    private static bool MayHoldNoData<T>(ReadOnlySpan<T> band, double? noData)
        where T : unmanaged, INumber<T> =>
        IsFloating<T>() || band.Contains(T.Zero) || (noData is { } declared && band.Contains(T.CreateSaturating(declared)));

    private static bool IsNoData<T>(ReadOnlySpan<T> stored, int pixel, int pixels, double? noData)
        where T : unmanaged, INumber<T>
    {
        bool zero = true, declared = noData is not null;
        for (int i = pixel; i < stored.Length; i += pixels)
        {
            if (!T.IsFinite(stored[i]))
            {
                return true;
            }

            zero &= T.IsZero(stored[i]);
            declared = declared && double.CreateTruncating(stored[i]) == noData;
        }

        return zero || declared;
    }
}
