using System.Diagnostics;
using System.Globalization;
using Cloudless.Benchmarks.Paired;
using Cloudless.Imagery;
using Cloudless.Temporal;

namespace Cloudless.Benchmarks.Rows;

/// <summary>The mosaic of one day out of a year of images larger than memory, against reading every date of the year once; peak memory is printed.</summary>
/// <param name="side">Pixels along a side.</param>
/// <param name="dates">Number of dates.</param>
/// <param name="goal">The ratio to reach.</param>
internal sealed class MosaicRow(int side, int dates, Goal goal) : ComparisonRow
{
    private const int Side = 1024;

    /// <inheritdoc/>
    public override string Name => $"series mosaic, {dates} dates of {side}x{side}x13";

    /// <inheritdoc/>
    public override Comparison Prepare(int threads)
    {
        var files = new MosaicFiles(side, dates);
        files.Make();
        int across = (side + Side - 1) / Side;
        Window[] windows = [.. Enumerable.Range(0, across * across).Select(i => new Window(i % across * Side, i / across * Side, Math.Min(Side, side - (i % across * Side)), Math.Min(Side, side - (i / across * Side))))];
        return new Comparison
        {
            Work = new Work(1e-6 * side * side * dates, "megapixels read"),
            Ours = Contender.Timed("mosaic", "levels and windows of 1024, nothing written", () => Mosaic(files, windows, threads)),
            Rivals = [new Rival(Contender.Timed("reading", "every window of every date once, image and mask", () => Read(files, windows, threads)), goal)],
            Owned = [new Peak(), files],
        };
    }

    private static void Mosaic(MosaicFiles files, Window[] windows, int threads)
    {
        DateOnly day = files.Dates[files.Dates.Count / 2];
        var options = new MosaicOptions();
        MosaicLevels levels = MosaicLevels.Measure(files, day, options, threads, default);
        Workers.ForEach(
            windows.Length, threads, files.OpenReader,
            (reader, i) => new MosaicPainter(files, levels, options, day).Paint(reader, windows[i], new ushort[windows[i].Width * windows[i].Height]));
    }

    private static void Read(MosaicFiles files, Window[] windows, int threads) => Workers.ForEach(
        windows.Length, threads, files.OpenReader,
        (reader, i) =>
        {
            byte[] mask = new byte[windows[i].Width * windows[i].Height];
            float[] image = new float[files.Channels * mask.Length];
            for (int d = 0; d < files.Dates.Count; d++)
            {
                reader.ReadMask(d, windows[i], mask);
                reader.ReadOptical(d, windows[i], image);
            }
        });

    private sealed class Peak : IDisposable
    {
        public void Dispose()
        {
            using Process process = Process.GetCurrentProcess();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  peak memory {process.PeakWorkingSet64 / 1e9:0.00} GB"));
        }
    }
}
