using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Rasters.Products;

namespace Cloudless.Temporal;

/// <summary>A part of a series in files, read window by window.</summary>
/// <param name="scenes">The dates.</param>
/// <param name="area">The part of their grid; windows are counted from its corner.</param>
/// <param name="cover">What is covered.</param>
internal sealed class SceneWindows(IReadOnlyList<SeriesScene> scenes, Window area, SeriesCover cover) : ISeriesWindows
{
    /// <inheritdoc/>
    public IReadOnlyList<DateOnly> Dates { get; } = [.. scenes.Select(s => s.Date)];

    /// <inheritdoc/>
    public int Channels => Sentinel2Band.Count;

    /// <inheritdoc/>
    public int Height => area.Height;

    /// <inheritdoc/>
    public int Width => area.Width;

    /// <inheritdoc/>
    public ISeriesReader OpenReader() => new Reader(scenes, area, cover);

    private sealed class Reader(IReadOnlyList<SeriesScene> scenes, Window area, SeriesCover cover) : ISeriesReader
    {
        private readonly SignedDnReader?[] _readers = new SignedDnReader?[scenes.Count];

        public void ReadMask(int date, Window window, Span<byte> mask) => cover.ReadClasses(date, window, mask);

        public void ReadOptical(int date, Window window, Span<float> optical)
        {
            OpticalSource source = scenes[date].Source;
            SignedDnReader reader = _readers[date] ??= new SignedDnReader(source, threads: 1);
            reader.Read(InScene(window, area)).Data.CopyTo(optical);
            if (!source.HasCirrus)
            {
                MissingCirrus.Insert(optical, MissingCirrus.Fill);
            }
        }

        public void Dispose() => Array.ForEach(_readers, r => r?.Dispose());
    }

    /// <summary>A window of the area in pixels of the scenes.</summary>
    public static Window InScene(Window window, Window area) => window with { Column = window.Column + area.Column, Row = window.Row + area.Row };
}
