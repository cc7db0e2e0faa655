using System.Numerics;
using System.Runtime.InteropServices;
using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>
/// The per-pixel part of the cloud score (Schmitt et al. 2019 as used by Meraner et al. 2020): the minimum of 1 and of ramps
/// R(x; a, b) = (x - a) / (b - a), which are never clamped, so that a strongly negative pixel pulls its neighborhood down later.
/// </summary>
internal static class SpectralTests
{
    /// <summary>Fills the raw score.</summary>
    /// <param name="bands">DN; divided by 10,000 in single precision, as the published masks were made.</param>
    /// <param name="options">Which constants and tests.</param>
    /// <param name="score">[H,W], overwritten; at most 1, unbounded below.</param>
    public static void Score(OpticalPlanes bands, CloudMaskOptions options, Span<float> score)
    {
        (double low, double high) = options.Cirrus == CirrusConstants.DSen2Cr ? (0.15, 0.20) : (0.4, 0.9);
        var cirrus = new Ramp(low, high);
        ref float b01 = ref MemoryMarshal.GetReference(bands[Sentinel2Band.B01]);
        ref float b02 = ref MemoryMarshal.GetReference(bands[Sentinel2Band.B02]);
        ref float b03 = ref MemoryMarshal.GetReference(bands[Sentinel2Band.B03]);
        ref float b04 = ref MemoryMarshal.GetReference(bands[Sentinel2Band.B04]);
        ref float b08 = ref MemoryMarshal.GetReference(bands[Sentinel2Band.B08]);
        ref float b10 = ref MemoryMarshal.GetReference(bands[Sentinel2Band.B10]);
        ref float b11 = ref MemoryMarshal.GetReference(bands[Sentinel2Band.B11]);
        Span<float> last = stackalloc float[Vector<float>.Count];
        for (int i = 0; i < score.Length; i += Vector<float>.Count)
        {
            int count = Math.Min(Vector<float>.Count, score.Length - i);
            Vector<float> blue = Reflectance(ref b02, i, count), green = Reflectance(ref b03, i, count);
            Vector<float> aerosol = Reflectance(ref b01, i, count), swir = Reflectance(ref b11, i, count);
            Vector<float> s = Vector.Min(Vector<float>.One, Blue.Of(blue));
            s = Vector.Min(s, Aerosol.Of(aerosol));
            s = Vector.Min(s, cirrus.Of(aerosol + Reflectance(ref b10, i, count)));
            s = Vector.Min(s, Visible.Of(Reflectance(ref b04, i, count) + green + blue));
            if (options.MoistureTest)
            {
                s = Vector.Min(s, Moisture.Of(NormalizedDifference(Reflectance(ref b08, i, count), swir)));
            }

            s = Vector.Min(s, Snow.Of(NormalizedDifference(green, swir)));
            if (count == Vector<float>.Count)
            {
                s.StoreUnsafe(ref score[i]);
            }
            else
            {
                s.CopyTo(last);
                last[..count].CopyTo(score[i..]);
            }
        }
    }

    private static readonly Ramp Blue = new(0.1, 0.5);
    private static readonly Ramp Aerosol = new(0.1, 0.3);
    private static readonly Ramp Visible = new(0.2, 0.8);
    private static readonly Ramp Moisture = new(-0.1, 0.1);
    private static readonly Ramp Snow = new(0.8, 0.6);

    private static Vector<float> Reflectance(ref float band, int i, int count)
    {
        if (count == Vector<float>.Count)
        {
            return Vector.LoadUnsafe(ref band, (nuint)i) / 10_000f;
        }

        Span<float> padded = stackalloc float[Vector<float>.Count];
        padded.Clear();
        MemoryMarshal.CreateReadOnlySpan(ref band, i + count)[i..].CopyTo(padded);
        return new Vector<float>(padded) / 10_000f;
    }

    private static Vector<float> NormalizedDifference(Vector<float> a, Vector<float> b)
    {
        Vector<float> sum = a + b;
        // 0.001 in place of a zero denominator is the published detectors' rule.
        sum = Vector.ConditionalSelect(Vector.Equals(sum, Vector<float>.Zero), new Vector<float>(0.001f), sum);
        return (a - b) / sum;
    }

    private readonly struct Ramp(double a, double b)
    {
        private readonly float _start = (float)a;
        private readonly float _length = (float)(b - a);

        public Vector<float> Of(Vector<float> x) => (x - new Vector<float>(_start)) / _length;
    }
}
