using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Networks.Onnx;
using Cloudless.Rasters;
using Cloudless.Removal;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Removal;

/// <summary>A folder with a synthetic scene (s2.tif, 60 x 70, UTM), its SAR (s1.tif) and a request for every output.</summary>
internal sealed class JobFolder : IDisposable
{
    public const int Height = 60, Width = 70;

    private readonly TestFolder _folder = new();

    public JobFolder(SampleType type = SampleType.UInt16, int add = 0)
    {
        Scene = Fixtures.Scene(Height, Width, 30, 30, 12);
        for (int i = 0; i < Scene.Data.Length; i++)
        {
            // The columns without data stay at 0.
            Scene.Data[i] += (ushort)(i % Width < Width - 2 ? add : 0);
        }

        Profiles.WriteNew(_folder["s2.tif"], Profile(type), Scene);
        Profiles.WriteNew(_folder["s1.tif"], Grid(2, SampleType.Float32, 0), Fixtures.Sar(Height, Width));
    }

    public Raster<ushort> Scene { get; }

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
        ReceiptPath = this["receipt.json"],
    };

    /// <summary>The scene's profile: nodata 0, band names and a tag.</summary>
    public static RasterProfile Profile(SampleType type) => Grid(13, type, 0) with
    {
        NoData = 0,
        BandNames = [.. Sentinel2Band.All.Select(b => b.Id)],
        Tags = new Dictionary<string, string> { ["ORBIT"] = "51" },
    };

    /// <summary>A profile in UTM 50N at 10 m, moved east by some pixels.</summary>
    public static RasterProfile Grid(int bands, SampleType type, int eastPixels) => Profiles.Plain(Width, Height, bands, type) with
    {
        Crs = Utm,
        Transform = [500000 + (10 * eastPixels), 10, 0, 4400000, 0, -10],
    };

    public static CloudRemover Remover(RemovalOptions? options = null, int tileSize = 32, Action<float[]>? onRun = null, CloudRemovalModel? model = null)
    {
        model ??= Fixtures.Model();
        return new CloudRemover(model, new ChosenEngine(new ReferenceEngine(model.Graph!, onRun), "test"), new ExecutionOptions { TileSize = tileSize }, options);
    }

    public Raster<T> Read<T>(string name)
        where T : unmanaged
    {
        using RasterReader reader = RasterReader.Open(this[name]);
        return reader.Read<T>();
    }

    public void Dispose() => _folder.Dispose();

    private const string Utm =
        """PROJCS["WGS 84 / UTM zone 50N",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",117],PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1],AUTHORITY["EPSG","32650"]]""";
}
