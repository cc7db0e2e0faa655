using System.Numerics;
using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Rasters;
using Cloudless.Rasters.Scratch;
using Cloudless.Removal.Streaming;

namespace Cloudless.Temporal;

/// <summary>Finds what is covered in one scene of a series, as a removal of that scene alone would: decodes it once, and keeps it meanwhile in memory or in a temporary file.</summary>
internal abstract class SceneLook
{
    /// <summary>Makes one for the scene's sample type.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="area">The part that is worked on.</param>
    public static SceneLook Of(SeriesScene scene, Window area) => scene.Source.Profile.SampleType switch
    {
        SampleType.UInt8 => new SceneLook<byte>(scene, area),
        SampleType.Int8 => new SceneLook<sbyte>(scene, area),
        SampleType.UInt16 => new SceneLook<ushort>(scene, area),
        SampleType.Int16 => new SceneLook<short>(scene, area),
        SampleType.UInt32 => new SceneLook<uint>(scene, area),
        SampleType.Int32 => new SceneLook<int>(scene, area),
        SampleType.Float32 => new SceneLook<float>(scene, area),
        _ => new SceneLook<double>(scene, area),
    };

    /// <summary>Looks.</summary>
    /// <param name="mask">What finds clouds; new, for this scene.</param>
    /// <param name="space">Room for the scene, of its own.</param>
    /// <param name="threads">Threads; no bit depends on it.</param>
    /// <param name="found">Gets windows that tile the area, with [h,w]: 0 clear, above 0..1 the share to be repainted, below 0 nodata.</param>
    /// <param name="cancellation">Looked at before every piece and strip.</param>
    /// <exception cref="CloudlessException">The scene cannot be read, or the disk is full.</exception>
    public abstract void Run(RemovalMaskSource mask, ScratchSpace space, int threads, CoverTaker found, CancellationToken cancellation);

    /// <summary>Takes what was found in a window.</summary>
    public delegate void CoverTaker(Window window, ReadOnlySpan<float> weights);
}

/// <summary>A <see cref="SceneLook"/> of one sample type.</summary>
internal sealed class SceneLook<T>(SeriesScene scene, Window area) : SceneLook
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private float[] _dn = [];
    private T[]? _stored;

    /// <inheritdoc/>
    public override void Run(RemovalMaskSource mask, ScratchSpace space, int threads, CoverTaker found, CancellationToken cancellation)
    {
        RasterProfile profile = scene.Source.Profile;
        var samples = new StoredScene<T>(
            space.Create<T>("scene", profile.BandCount, area.Height, area.Width), scene.Source.Radiometry, profile.NoData, scene.Source.HasCirrus ? null : MissingCirrus.Fill);
        var strips = new SceneStrips(area.Height, area.Width, mask.Halo);
        bool gathers = mask.NeedsScene && strips.Count > 1;
        _dn = LargeArrays.Take<float>(Sentinel2Band.Count * strips.LargestWide);
        new SceneReading<T>(scene.Source, area, samples, null, null, threads).Run(strips, gathers ? Gather : null, (_, _) => { }, cancellation);
        float[] weights = new float[strips.LargestWide];
        for (int i = 0; i < strips.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Window wide = strips.Wide(i), core = strips.Core(i);
            ReadOnlySpan<float> dn = Read(wide, threads);
            Span<float> all = weights.AsSpan(0, wide.Height * wide.Width);
            if (strips.Count == 1)
            {
                mask.ComputeWhole(dn, wide.Height, wide.Width, all, threads);
            }
            else
            {
                mask.Compute(dn, wide, all, threads);
            }

            NoDataPixels.Set(dn, all, -1);
            found(core, all.Slice((core.Row - wide.Row) * wide.Width, core.Height * core.Width));
        }

        LargeArrays.Give(_dn);

        void Gather(int strip, int few) => mask.Gather(Read(strips.Wide(strip), few), strips.Wide(strip), strips.Core(strip), few);

        ReadOnlySpan<float> Read(Window window, int few)
        {
            samples.ReadDn(window, ref _stored, _dn, few);
            return _dn.AsSpan(0, Sentinel2Band.Count * window.Height * window.Width);
        }
    }
}
