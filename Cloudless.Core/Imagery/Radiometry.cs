using System.Numerics;
using System.Runtime.InteropServices;

namespace Cloudless.Imagery;

/// <summary>How the stored numbers of an optical image become signed DN (reflectance = signed DN / 10000): signed DN = stored * scale + offset, band by band.</summary>
/// <remarks>
/// <para>Nodata rule, for every method: a pixel is nodata where all its bands are 0, where all its bands hold the declared nodata value, or where
/// any band is NaN or infinite. One band at 0 is data: B10 often is. In signed DN a nodata pixel is 0 in every band.</para>
/// <para>A saturated sample (65535 in the products) is bright data like any other.</para>
/// <para>Immutable; safe from any thread.</para>
/// </remarks>
public sealed record Radiometry
{
    /// <summary>Stored DN plus an offset, the same for all bands.</summary>
    /// <param name="offset">
    /// Added to a stored DN to give signed DN: 0 for products before processing baseline 04.00 and for data sets that took the offset out,
    /// -1000 for products of baseline 04.00 or newer, whose stored DN carry +1000 (<c>RADIO_ADD_OFFSET</c>).
    /// </param>
    public Radiometry(double offset)
        : this([new BandRadiometry(1, offset)])
    {
    }

    private Radiometry(IReadOnlyList<BandRadiometry> bands)
    {
        bool same = bands.All(b => b == bands[0]);
        (Scale, Offset) = same ? (bands[0].Scale, bands[0].Offset) : (double.NaN, double.NaN);
        Bands = same ? [] : bands;
    }

    /// <summary>Stored DN are signed DN: the offset is 0. The default.</summary>
    public static Radiometry Dn { get; } = new(0);

    /// <summary>Stored DN carry +1000 (processing baseline 04.00 or newer), which is taken out: the offset is -1000.</summary>
    public static Radiometry Harmonized { get; } = new(-1000);

    /// <summary>Stored numbers are reflectance, 1 for a white surface: the scale is 10000.</summary>
    public static Radiometry Reflectance { get; } = PerBand([new BandRadiometry(10000, 0)]);

    /// <summary>Factor of all bands; NaN where they differ (<see cref="Bands"/>).</summary>
    public double Scale { get; }

    /// <summary>Offset of all bands, added after the scale; NaN where the bands differ (<see cref="Bands"/>).</summary>
    public double Offset { get; }

    /// <summary>Scale and offset of each band of the image, in its order; empty where all bands have the same.</summary>
    public IReadOnlyList<BandRadiometry> Bands { get; }

    /// <summary>The name <see cref="Parse"/> takes, <c>dn</c>, <c>harmonized</c> or <c>reflectance</c>; for others, scale and offset in words.</summary>
    public string Name => this switch
    {
        { Bands.Count: > 0 } => $"per band: {string.Join(", ", Bands.Select(b => b.ToString()))}",
        { Scale: 1, Offset: 0 } => "dn",
        { Scale: 1, Offset: -1000 } => "harmonized",
        { Scale: 10000, Offset: 0 } => "reflectance",
        _ => new BandRadiometry(Scale, Offset).ToString(),
    };

    /// <summary>Makes one that differs by band; where all bands are the same, the one for all.</summary>
    /// <param name="bands">Scale and offset of each band of the image, in its order; at least one.</param>
    /// <exception cref="ArgumentException">There is none, a scale is not above 0, or a number is not finite.</exception>
    public static Radiometry PerBand(IReadOnlyList<BandRadiometry> bands)
    {
        ArgumentNullException.ThrowIfNull(bands);
        return bands.Count > 0 && bands.All(b => b.Scale > 0 && double.IsFinite(b.Scale) && double.IsFinite(b.Offset))
            ? new Radiometry([.. bands])
            : throw new ArgumentException($"Found [{string.Join(", ", bands)}]; expected a scale above 0 and a finite offset for each band, one at least.", nameof(bands));
    }

    /// <summary>Finds a radiometry by name: <c>dn</c>, <c>harmonized</c> or <c>reflectance</c>, in any case.</summary>
    /// <exception cref="ArgumentException">No radiometry has this name.</exception>
    public static Radiometry Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.ToUpperInvariant() switch
        {
            "DN" => Dn,
            "HARMONIZED" => Harmonized,
            "REFLECTANCE" => Reflectance,
            _ => throw new ArgumentException(
                $"'{name}' is not a radiometry. Use dn (stored DN = reflectance * 10000), harmonized (stored DN carry +1000, baseline 04.00 or newer) or reflectance.",
                nameof(name)),
        };
    }

    /// <inheritdoc/>
    public bool Equals(Radiometry? other) => other is not null && Scale.Equals(other.Scale) && Offset.Equals(other.Offset) && Bands.SequenceEqual(other.Bands);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Scale, Offset, Bands.Count);

    /// <summary>Stored numbers to signed DN.</summary>
    /// <typeparam name="T">Sample type of the file.</typeparam>
    /// <param name="stored">[C,H,W], planar, as stored.</param>
    /// <param name="channels">C, at least 1.</param>
    /// <param name="noData">The file's declared nodata value, or null.</param>
    /// <param name="signedDn">[C,H,W], overwritten; 0 in every band of a nodata pixel.</param>
    /// <returns>Number of nodata pixels.</returns>
    /// <exception cref="ArgumentException">The spans' lengths differ or are no multiple of <paramref name="channels"/>, or the bands' number is not that of <see cref="Bands"/>.</exception>
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

    /// <summary>Stored numbers to signed DN, as the other method, for the pixels [first, first + count) of every band.</summary>
    internal long ToSignedDn<T>(ReadOnlySpan<T> stored, int channels, double? noData, Span<float> signedDn, int first, int count)
        where T : unmanaged, INumber<T>
    {
        if (Bands.Count > 0 && Bands.Count != channels)
        {
            throw new ArgumentException($"The image has {channels} bands, this radiometry {Bands.Count}.", nameof(channels));
        }

        int pixels = stored.Length / channels;
        for (int c = 0; c < channels; c++)
        {
            int start = (c * pixels) + first;
            BandRadiometry band = Of(c);
            SampleConversion.ToSingle(stored.Slice(start, count), (float)band.Scale, (float)band.Offset, signedDn.Slice(start, count));
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
    /// <param name="band">Channel in the image, from 0; any where all bands have the same scale and offset.</param>
    public T ToStored<T>(float signedDn, double? noData, int band = 0)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        (double scale, double offset) = Of(band);
        double value = (signedDn - offset) / scale;
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
    /// <param name="band">Channel in the image, from 0.</param>
    /// <param name="stored">As long as <paramref name="signedDn"/>, overwritten.</param>
    internal void ToStored<T>(ReadOnlySpan<float> signedDn, double? noData, int band, Span<T> stored)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        int i = 0;
        if (typeof(T) == typeof(ushort))
        {
            (double low, double high) = Limits<T>();
            i = SampleConversion.ToUInt16(signedDn, Of(band), low, high, noData ?? double.NaN, MemoryMarshal.Cast<T, ushort>(stored));
        }

        for (; i < signedDn.Length; i++)
        {
            stored[i] = ToStored<T>(signedDn[i], noData, band);
        }
    }

    private BandRadiometry Of(int band) => Bands.Count > 0 ? Bands[band] : new BandRadiometry(Scale, Offset);

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
