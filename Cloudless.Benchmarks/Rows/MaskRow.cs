using System.Numerics;
using System.Runtime.InteropServices;
using Cloudless.Benchmarks.Paired;
using Cloudless.Benchmarks.Rivals;
using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Benchmarks.Rows;

/// <summary>
/// Cloud score, cloud and shadow mask of 13 bands of uint16 in memory against the papers' detector in NumPy and SciPy, and against a mere sum of the
/// same samples on as many threads: as fast as memory can be read.
/// </summary>
/// <param name="side">Height and width.</param>
/// <param name="goal">The ratio to reach against the papers' detector; null where none was set.</param>
internal sealed class MaskRow(int side, Goal? goal) : ComparisonRow
{
    /// <inheritdoc/>
    public override string Name => $"cloud score and mask, 13 x {side}x{side} uint16";

    /// <inheritdoc/>
    public override string? WhyNot() =>
        PythonWithScipy.Find() is null ? "no Python with NumPy and SciPy was found (Debian: apt-get install python3-numpy python3-scipy)" : null;

    /// <inheritdoc/>
    public override Comparison Prepare(int threads)
    {
        PythonWithScipy python = PythonWithScipy.Find() ?? throw new CloudlessException($"{Name}: {WhyNot()}.");
        Raster<ushort> image = CloudyScene.Make(side, side);
        float[] score = new float[image.PlaneLength];
        byte[] classes = new byte[image.PlaneLength];
        var options = new CloudMaskOptions();
        var detector = new PythonDetector(python.Program, image.Data, side, side);
        return new Comparison
        {
            Work = new Work(1e-6 * image.PlaneLength, "megapixels"),
            Ours = Contender.Timed("ours", $"{threads} threads", () => CloudShadowMask.Compute(image.Data, side, side, options, classes, score, threads)),
            Rivals =
            [
                new Rival(new Contender("papers' NumPy/SciPy detector", python.Versions, detector.Run), goal) { Agreement = () => Compare(classes, detector.Classes()) },
                new Rival(Contender.Timed("reading all 13 bands once", $"sum of all samples on {threads} threads", () => Read(image.Data, threads))),
            ],
            Owned = [detector],
        };
    }

    // The papers' detector takes the mean of its brightness in single precision, ours exactly: a pixel at the very threshold may fall on the other side.
    private static Agreement Compare(byte[] ours, byte[] theirs)
    {
        int different = ours.Zip(theirs, (a, b) => a != b ? 1 : 0).Sum(), allowed = ours.Length / 1000;
        return new Agreement($"{different} of {ours.Length} pixels, {allowed} allowed", different <= allowed);
    }

    private static void Read(ushort[] samples, int threads)
    {
        ulong[] sums = new ulong[threads];
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
        {
            int first = (int)((long)samples.Length * part / threads), end = (int)((long)samples.Length * (part + 1) / threads);
            sums[part] = Sum(new ReadOnlySpan<ushort>(samples, first, end - first));
        });
        GC.KeepAlive(sums);
    }

    // Of whole words: adding is to cost nothing beside reading.
    private static ulong Sum(ReadOnlySpan<ushort> samples)
    {
        ReadOnlySpan<Vector<ulong>> vectors = MemoryMarshal.Cast<ushort, Vector<ulong>>(samples);
        Vector<ulong> a = Vector<ulong>.Zero, b = a, c = a, d = a;
        for (int i = 0; i <= vectors.Length - 4; i += 4)
        {
            a += vectors[i];
            b += vectors[i + 1];
            c += vectors[i + 2];
            d += vectors[i + 3];
        }

        return Vector.Sum(a + b + c + d);
    }
}
