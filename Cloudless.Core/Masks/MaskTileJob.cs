using System.Numerics;
using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>Cloud scores, and classes where asked for, of the tiles of an image; one walk over each tile does both.</summary>
internal readonly unsafe struct MaskTileJob<T> : ITileJob
    where T : unmanaged
{
    private readonly OpticalPlanes<T> _bands;
    private readonly Tiling _tiling;
    private readonly SpectralTests _tests;
    private readonly DarkTest _dark;
    private readonly float _threshold;
    private readonly bool _markNoData;
    private readonly float* _score;
    private readonly byte* _pixelClass;

    /// <summary>Prepares.</summary>
    /// <param name="bands">The image.</param>
    /// <param name="tiling">Of the image.</param>
    /// <param name="options">Constants, threshold and nodata rule.</param>
    /// <param name="dark">Thresholds of the scene; not used without classes.</param>
    /// <param name="score">[H,W], overwritten; or null.</param>
    /// <param name="pixelClass">[H,W], overwritten; or null.</param>
    public MaskTileJob(OpticalPlanes<T> bands, Tiling tiling, CloudMaskOptions options, DarkTest dark, float* score, byte* pixelClass)
    {
        (_bands, _tiling, _dark) = (bands, tiling, dark);
        _score = score;
        _pixelClass = pixelClass;
        (_tests, _threshold, _markNoData) = (new SpectralTests(options), (float)options.Threshold, options.MarkNoData);
    }

    /// <inheritdoc/>
    public int ScratchBytes
    {
        get
        {
            int width = _tiling.WidthWith(CloudScore.Halo);
            return ScoreRows<T>.Bytes(width) + ShadowRows<T>.Bytes(width) + NoDataRows<T>.Bytes(width)
                + RowRing<float>.Bytes(1, width) + RowRing<short>.Bytes(1, width) + RowRing<byte>.Bytes(1, width);
        }
    }

    /// <inheritdoc/>
    public void Run(int item, byte* scratch)
    {
        Window core = _tiling[item], tile = core.GrowWithin(CloudScore.Halo, _bands.Width, _bands.Height);
        var scores = new ScoreRows<T>(_bands, _tests, tile, ref scratch);
        var shadows = new ShadowRows<T>(_bands, _dark, tile, ref scratch);
        var noData = new NoDataRows<T>(_bands, tile, _markNoData, ref scratch);
        float* score = new RowRing<float>(1, core.Width, ref scratch)[0];
        short* shadow = new RowRing<short>(1, core.Width, ref scratch)[0];
        byte* classes = new RowRing<byte>(1, core.Width, ref scratch)[0];
        int first = core.Column - tile.Column;
        for (int y = core.Row; y < core.Bottom; y++)
        {
            int row = y - tile.Row;
            nint start = ((nint)y * _bands.Width) + core.Column;
            scores.Row(row, first, core.Width, ref noData, score);
            if (_score != null)
            {
                MaskRow.Copy(score, core.Width, _score + start);
            }

            if (_pixelClass != null)
            {
                shadows.Row(row, first, core.Width, ref noData, shadow);
                short* none = noData.Row(row);
                Classify(score, shadow, none == null ? none : none + first, core.Width, classes);
                MaskRow.Copy(classes, core.Width, _pixelClass + start);
            }
        }
    }

    private void Classify(float* score, short* shadow, short* noData, int count, byte* classes)
    {
        var threshold = new Vector<float>(_threshold);
        for (int x = 0; x < count; x += Samples.Step)
        {
            Vector<short> cloud = Vector.Narrow(
                Vector.GreaterThanOrEqual(Vector.Load(score + x), threshold),
                Vector.GreaterThanOrEqual(Vector.Load(score + x + Vector<float>.Count), threshold));
            Vector<short> found = Vector.ConditionalSelect(
                cloud, new Vector<short>(PixelClass.Cloud), Vector.Load(shadow + x) & new Vector<short>(PixelClass.Shadow));
            if (noData != null)
            {
                found = Vector.ConditionalSelect(Vector.Load(noData + x), new Vector<short>(PixelClass.NoData), found);
            }

            MaskRow.Store(Vector.AsVectorUInt16(found), classes + x);
        }
    }
}
