using System.Numerics;
using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>Cloud scores, cloud or cirrus, and thick clouds of the tiles of an image.</summary>
internal readonly unsafe struct SeedTileJob : ITileJob
{
    private readonly OpticalPlanes<float> _bands;
    private readonly Tiling _tiling;
    private readonly SpectralTests _tests;
    private readonly float _cloudThreshold, _thickThreshold, _cirrusThreshold;
    private readonly float* _score;
    private readonly byte* _cloud, _thick;

    /// <summary>Prepares; the planes are [H,W] and overwritten.</summary>
    public SeedTileJob(OpticalPlanes<float> bands, Tiling tiling, RemovalMaskOptions options, float* score, byte* cloud, byte* thick)
    {
        (_bands, _tiling, _tests) = (bands, tiling, new SpectralTests(new CloudMaskOptions()));
        _score = score;
        _cloud = cloud;
        _thick = thick;
        (_cloudThreshold, _thickThreshold, _cirrusThreshold) =
            (Samples.NotBelow(options.CloudThreshold), Samples.NotBelow(options.ThickThreshold), Samples.NotBelow(options.CirrusThreshold));
    }

    /// <inheritdoc/>
    public int ScratchBytes
    {
        get
        {
            int width = _tiling.WidthWith(CloudScore.Halo);
            return ScoreRows<float>.Bytes(width) + BoxRows<float>.Bytes(width) + NoDataRows<float>.Bytes(width)
                + RowRing<float>.Bytes(3, width) + RowRing<byte>.Bytes(1, width);
        }
    }

    /// <inheritdoc/>
    public void Run(int item, byte* scratch)
    {
        Window core = _tiling[item], tile = core.GrowWithin(CloudScore.Halo, _bands.Width, _bands.Height);
        var scores = new ScoreRows<float>(_bands, _tests, tile, ref scratch);
        var means = new BoxRows<float>(_bands, Sentinel2Band.B10.Index, tile, ref scratch);
        var noData = new NoDataRows<float>(_bands, tile, mark: true, ref scratch);
        float* score = new RowRing<float>(1, core.Width, ref scratch)[0];
        float* cirrus = new RowRing<float>(1, core.Width, ref scratch)[0];
        float* inside = new RowRing<float>(1, core.Width, ref scratch)[0];
        byte* classes = new RowRing<byte>(1, core.Width, ref scratch)[0];
        int first = core.Column - tile.Column;
        for (int x = 0; x < core.Width; x++)
        {
            inside[x] = Share(core.Column + x, _bands.Width);
        }

        bool sides = core.Column < BoxMean.Halo || core.Right > _bands.Width - BoxMean.Halo;
        for (int y = core.Row; y < core.Bottom; y++)
        {
            scores.Row(y - tile.Row, first, core.Width, ref noData, score);
            means.Row(y - tile.Row, first, core.Width, cirrus);
            bool edge = y < BoxMean.Halo || y >= _bands.Height - BoxMean.Halo;
            if (edge || sides)
            {
                float above = Share(y, _bands.Height);
                EvenOut(score, above, inside, core.Width);
                EvenOut(cirrus, above, inside, core.Width);
            }

            nint start = ((nint)y * _bands.Width) + core.Column;
            MaskRow.Copy(score, core.Width, _score + start);
            MaskRow.AtLeast(score, _cloudThreshold, cirrus, _cirrusThreshold, core.Width, classes);
            MaskRow.Copy(classes, core.Width, _cloud + start);
            MaskRow.AtLeast(score, _thickThreshold, score, _thickThreshold, core.Width, classes);
            MaskRow.Copy(classes, core.Width, _thick + start);
        }
    }

    // The box finds zeros beyond the edge; dividing by its share inside undoes that.
    private static void EvenOut(float* row, float above, float* inside, int count)
    {
        for (int x = 0; x < count; x += Vector<float>.Count)
        {
            (Vector.Load(row + x) / (Vector.Load(inside + x) * above)).Store(row + x);
        }
    }

    // Share of the seven rows (or columns) around a position that lie inside the image.
    private static float Share(int position, int length)
    {
        int first = Math.Max(0, position - BoxMean.Halo), last = Math.Min(length - 1, position + BoxMean.Halo);
        return (last - first + 1) / (float)BoxMean.Side;
    }
}
