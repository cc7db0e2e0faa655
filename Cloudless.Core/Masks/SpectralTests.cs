using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cloudless.Masks;

/// <summary>
/// The per-pixel part of the cloud score (Schmitt et al. 2019 as used by Meraner et al. 2020): the minimum of 1 and of ramps
/// R(x; a, b) = (x - a) / (b - a), which are never clamped, so that a strongly negative pixel pulls its neighborhood down later.
/// </summary>
/// <remarks>DN are divided by 10,000 in single precision, as the published masks were made.</remarks>
internal readonly unsafe struct SpectralTests(CloudMaskOptions options)
{
    // Channels of the bands; constants, so that a row's addresses cost nothing.
    private const int B01 = 0, B02 = 1, B03 = 2, B04 = 3, B08 = 7, B10 = 10, B11 = 11;

    private readonly KnownDivisor _unit = new(10_000);
    private readonly Ramp _blue = new(0.1, 0.5);
    private readonly Ramp _aerosol = new(0.1, 0.3);
    private readonly Ramp _cirrus = options.Cirrus == CirrusConstants.DSen2Cr ? new(0.15, 0.20) : new(0.4, 0.9);
    private readonly Ramp _visible = new(0.2, 0.8);
    private readonly Ramp _moisture = new(-0.1, 0.1);
    private readonly Ramp _snow = new(0.8, 0.6);
    private readonly bool _moistureTest = options.MoistureTest;

    /// <summary>Fills a row of raw scores.</summary>
    /// <param name="bands">DN; no NaN.</param>
    /// <param name="y">Row.</param>
    /// <param name="column">First column.</param>
    /// <param name="count">Columns.</param>
    /// <param name="score">Overwritten; at most 1, unbounded below; <see cref="Samples.Padded"/>(count) values.</param>
    public void Row<T>(OpticalPlanes<T> bands, int y, int column, int count, float* score)
        where T : unmanaged
    {
        T* b01 = bands.Row(B01, y, column), b02 = bands.Row(B02, y, column), b03 = bands.Row(B03, y, column), b04 = bands.Row(B04, y, column);
        T* b08 = bands.Row(B08, y, column), b10 = bands.Row(B10, y, column), b11 = bands.Row(B11, y, column);
        int x = 0;
        for (; x <= count - Samples.Step; x += Samples.Step)
        {
            Step(b01 + x, b02 + x, b03 + x, b04 + x, b08 + x, b10 + x, b11 + x, score + x);
        }

        if (x < count)
        {
            int left = count - x;
            T* last = stackalloc T[7 * Samples.Step];
            T* l01 = Copy(b01 + x, left, last, 0), l02 = Copy(b02 + x, left, last, 1), l03 = Copy(b03 + x, left, last, 2), l04 = Copy(b04 + x, left, last, 3);
            T* l08 = Copy(b08 + x, left, last, 4), l10 = Copy(b10 + x, left, last, 5), l11 = Copy(b11 + x, left, last, 6);
            Step(l01, l02, l03, l04, l08, l10, l11, score + x);
        }
    }

    private static T* Copy<T>(T* from, int count, T* last, int slot)
        where T : unmanaged
    {
        T* to = last + (slot * Samples.Step);
        new ReadOnlySpan<T>(from, count).CopyTo(new Span<T>(to, count));
        return to;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Step<T>(T* b01, T* b02, T* b03, T* b04, T* b08, T* b10, T* b11, float* score)
        where T : unmanaged
    {
        (Vector<float> Low, Vector<float> High) aerosol = Samples.Load(b01), blue = Samples.Load(b02), green = Samples.Load(b03), red = Samples.Load(b04);
        (Vector<float> Low, Vector<float> High) cirrus = Samples.Load(b10), swir = Samples.Load(b11);
        Vector<float> low = Score(aerosol.Low, blue.Low, green.Low, red.Low, cirrus.Low, swir.Low);
        Vector<float> high = Score(aerosol.High, blue.High, green.High, red.High, cirrus.High, swir.High);
        if (_moistureTest)
        {
            (Vector<float> Low, Vector<float> High) nir = Samples.Load(b08);
            low = Vector.MinNative(low, Moisture(nir.Low, swir.Low));
            high = Vector.MinNative(high, Moisture(nir.High, swir.High));
        }

        low.Store(score);
        high.Store(score + Vector<float>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<float> Score(
        Vector<float> aerosolDn, Vector<float> blueDn, Vector<float> greenDn, Vector<float> redDn, Vector<float> cirrusDn, Vector<float> swirDn)
    {
        Vector<float> blue = _unit.Divide(blueDn), green = _unit.Divide(greenDn), aerosol = _unit.Divide(aerosolDn);
        Vector<float> s = Vector.MinNative(Vector<float>.One, _blue.Of(blue));
        s = Vector.MinNative(s, _aerosol.Of(aerosol));
        s = Vector.MinNative(s, _cirrus.Of(aerosol + _unit.Divide(cirrusDn)));
        s = Vector.MinNative(s, _visible.Of(_unit.Divide(redDn) + green + blue));
        return Vector.MinNative(s, _snow.Of(NormalizedDifference(green, _unit.Divide(swirDn))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<float> Moisture(Vector<float> nirDn, Vector<float> swirDn) =>
        _moisture.Of(NormalizedDifference(_unit.Divide(nirDn), _unit.Divide(swirDn)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> NormalizedDifference(Vector<float> a, Vector<float> b)
    {
        Vector<float> sum = a + b;
        // 0.001 in place of a zero denominator is the published detectors' rule.
        sum = Vector.ConditionalSelect(Vector.Equals(sum, Vector<float>.Zero), new Vector<float>(0.001f), sum);
        return (a - b) / sum;
    }

    private readonly struct Ramp(double a, double b)
    {
        private readonly Vector<float> _start = new((float)a);
        private readonly KnownDivisor _length = new((float)(b - a));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Of(Vector<float> x) => _length.Divide(x - _start);
    }
}
