using System.Numerics;
using System.Runtime.CompilerServices;
using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>Marks what is to be repainted, before it is grown: clouds, haze beside thick ones, shadow near them that is not water.</summary>
internal readonly unsafe struct RemovalMarkJob : ITileJob
{
    private const int B03 = 2, B08 = 7, B11 = 11;

    private readonly OpticalPlanes<float> _bands;
    private readonly Tiling _tiling;
    private readonly DarkTest _dark;
    private readonly float _hazeThreshold;
    private readonly int _hazeReach, _shadowReach;
    private readonly float* _score;
    private readonly byte* _cloud, _mask;
    private readonly int* _distance;

    /// <summary>Prepares; scores, clouds and squared distances to thick cloud are [H,W], so is the mask, which is overwritten with 0 or 1.</summary>
    public RemovalMarkJob(
        OpticalPlanes<float> bands, Tiling tiling, RemovalMaskOptions options, DarkTest dark, float* score, byte* cloud, int* distance, byte* mask)
    {
        (_bands, _tiling, _dark) = (bands, tiling, dark);
        _score = score;
        _cloud = cloud;
        _distance = distance;
        _mask = mask;
        _hazeThreshold = Samples.NotBelow(options.HazeThreshold);
        // A reach of 0 takes in haze on the cloud itself, but no shadow.
        (_hazeReach, _shadowReach) = (options.HazeReach * options.HazeReach, options.ShadowReach > 0 ? options.ShadowReach * options.ShadowReach : -1);
    }

    /// <inheritdoc/>
    public int ScratchBytes
    {
        get
        {
            int width = _tiling.WidthWith(MajorityOfDark.Halo);
            return ShadowRows<float>.Bytes(width) + NoDataRows<float>.Bytes(width) + RowRing<short>.Bytes(1, width) + RowRing<byte>.Bytes(1, width);
        }
    }

    /// <inheritdoc/>
    public void Run(int item, byte* scratch)
    {
        Window core = _tiling[item], tile = core.GrowWithin(MajorityOfDark.Halo, _bands.Width, _bands.Height);
        var shadows = new ShadowRows<float>(_bands, _dark, tile, ref scratch);
        var noData = new NoDataRows<float>(_bands, tile, mark: true, ref scratch);
        short* shadow = new RowRing<short>(1, core.Width, ref scratch)[0];
        byte* mask = new RowRing<byte>(1, core.Width, ref scratch)[0];
        for (int y = core.Row; y < core.Bottom; y++)
        {
            shadows.Row(y - tile.Row, core.Column - tile.Column, core.Width, ref noData, shadow);
            MarkRow(y, core.Column, core.Width, shadow, mask);
            MaskRow.Copy(mask, core.Width, _mask + ((nint)y * _bands.Width) + core.Column);
        }
    }

    private void MarkRow(int y, int column, int count, short* shadow, byte* mask)
    {
        nint start = ((nint)y * _bands.Width) + column;
        float* green = _bands.Row(B03, y, column), nir = _bands.Row(B08, y, column), swir = _bands.Row(B11, y, column), score = _score + start;
        int* distance = _distance + start;
        int x = 0;
        for (; x <= count - Samples.Step; x += Samples.Step)
        {
            int next = x + Vector<float>.Count;
            Vector.Widen(Vector.Load(shadow + x), out Vector<int> low, out Vector<int> high);
            low = Mark(low, Vector.Load(score + x), Vector.Load(distance + x), Vector.Load(green + x), Vector.Load(nir + x), Vector.Load(swir + x));
            high = Mark(high, Vector.Load(score + next), Vector.Load(distance + next), Vector.Load(green + next), Vector.Load(nir + next), Vector.Load(swir + next));
            MaskRow.Store(Vector.AsVectorUInt16(Vector.Narrow(low, high)) & Vector<ushort>.One, mask + x);
        }

        for (; x < count; x++)
        {
            bool haze = score[x] >= _hazeThreshold && distance[x] <= _hazeReach;
            bool water = nir[x] < green[x] && swir[x] < green[x];
            mask[x] = haze || (shadow[x] != 0 && !water && distance[x] <= _shadowReach) ? (byte)1 : (byte)0;
        }

        byte* cloud = _cloud + start;
        for (x = 0; x <= count - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            (Vector.Load(mask + x) | Vector.Load(cloud + x)).Store(mask + x);
        }

        for (; x < count; x++)
        {
            mask[x] |= cloud[x];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<int> Mark(Vector<int> shadow, Vector<float> score, Vector<int> distance, Vector<float> green, Vector<float> nir, Vector<float> swir)
    {
        Vector<int> haze = Vector.GreaterThanOrEqual(score, new Vector<float>(_hazeThreshold)) & Vector.LessThanOrEqual(distance, new Vector<int>(_hazeReach));
        // Water is darker in the infrared than in green; shaded land keeps some of its red edge.
        Vector<int> water = Vector.LessThan(nir, green) & Vector.LessThan(swir, green);
        return haze | (Vector.AndNot(shadow, water) & Vector.LessThanOrEqual(distance, new Vector<int>(_shadowReach)));
    }
}
