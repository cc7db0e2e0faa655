using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Networks.Onnx;
using Cloudless.Rasters;
using Cloudless.Removal;
using Cloudless.Removal.Streaming;
using Cloudless.Tests.Rasters;
using Cloudless.Tests.Removal.PriorFills;

namespace Cloudless.Tests.Removal.Streaming;

/// <summary>A folder with a scene of several strips and tiles (odd sizes, some clouds, no data at two edges), its SAR with a gap, and small models for it.</summary>
internal sealed class LargeScene : IDisposable
{
    public const int Height = 331, Width = 217;

    /// <summary>Nothing stays in memory, and strips are as low as they can be.</summary>
    public static readonly StreamLimits Smallest = new(Memory: 0, StripRows: 64);

    private readonly TestFolder _folder = new();

    public LargeScene(int bands = 13, double? noData = 0)
    {
        Scene = Fixtures.Scene(Height, Width, 60, 60, 25);
        foreach ((int row, int column, int radius) in ((int, int, int)[])[(130, 150, 12), (195, 30, 30), (310, 200, 20)])
        {
            Raster<ushort> other = Fixtures.Scene(Height, Width, row, column, radius, seed: row);
            for (int i = 0; i < Scene.Data.Length; i++)
            {
                Scene.Data[i] = Math.Max(Scene.Data[i], other.Data[i]);
            }
        }

        for (int c = 0; c < Scene.Channels; c++)
        {
            Scene.Channel(c)[..(20 * Width)].Clear();
        }

        Scene = bands == 13 ? Scene : WithoutCirrus(Scene);
        Sar = Fixtures.Sar(Height, Width);
        for (int i = 0; i < 40; i++)
        {
            Sar[0, 100 + i, 100] = float.NaN;
        }

        Profiles.WriteNew(this["s2.tif"], Grid(bands, SampleType.UInt16) with { NoData = noData }, Scene);
        Profiles.WriteNew(this["s1.tif"], Grid(2, SampleType.Float32), Sar);
    }

    public Raster<ushort> Scene { get; }

    public Raster<float> Sar { get; }

    public string[] Names => _folder.Names;

    public string this[string name] => _folder[name];

    public RemovalRequest Request => new()
    {
        OpticalPath = this["s2.tif"],
        SarPath = this["s1.tif"],
        OutputPath = this["out.tif"],
        MaskPath = this["mask.tif"],
        WeightPath = this["weight.tif"],
        QuicklookPath = this["look.png"],
        Layout = new RasterWriteOptions { TileSize = 128, Overviews = true, Threads = 2 },
        Limits = Smallest,
    };

    public static RasterProfile Grid(int bands, SampleType type) => JobFolder.Grid(bands, type, 0) with { Width = Width, Height = Height };

    /// <summary>A remover with tiles of 48 pixels on our engine.</summary>
    public static CloudRemover Remover(string? fill = null, RemovalOptions? options = null, float? missingB10 = null, float? missingSar = null, bool sar = true, int threads = 2)
    {
        CloudRemovalModel plain = Fixtures.Model(sar, missingSar);
        ModelCard card = plain.Card with
        {
            PriorFill = fill is null ? null : FillImages.Learn(fill, FillImages.Optical(8, 8, (_, _) => 1_500), FillImages.Sar(8, 8, 3)),
            Channels = [.. plain.Card.Channels.Select(c => c.Name == "B10" ? c with { MissingFill = missingB10 } : c)],
        };
        var execution = new ExecutionOptions { Engine = EngineKind.Cpu, Threads = threads, TileSize = 48 };
        return new CloudRemover(CloudRemovalModel.Create(plain.Graph!, card), execution, options);
    }

    /// <summary>What the arrays' own way gives: the scene with painted pixels in its own type.</summary>
    public (Raster<ushort> Image, RemovalResult Result) Whole(CloudRemover remover, bool sar = true)
    {
        RemovalResult result = remover.Remove(Fixtures.SignedDn(Scene), sar ? Sar : null);
        var image = new Raster<ushort>(Scene.Channels, Height, Width);
        for (int i = 0; i < image.Data.Length; i++)
        {
            image.Data[i] = result.Weight.Data[i % image.PlaneLength] == 0 ? Scene.Data[i] : Radiometry.Dn.ToStored<ushort>(result.Image.Data[i], 0);
        }

        return (image, result);
    }

    public Raster<T> Read<T>(string name)
        where T : unmanaged
    {
        using RasterReader reader = RasterReader.Open(this[name]);
        return reader.Read<T>();
    }

    public void Dispose() => _folder.Dispose();

    private static Raster<ushort> WithoutCirrus(Raster<ushort> scene)
    {
        int before = Sentinel2Band.B10.Index * scene.PlaneLength;
        return new Raster<ushort>(MissingCirrus.Bands, scene.Height, scene.Width, [.. scene.Data.AsSpan(0, before), .. scene.Data.AsSpan(before + scene.PlaneLength)]);
    }
}
