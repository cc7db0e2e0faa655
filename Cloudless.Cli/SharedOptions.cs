using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Fusion;
using Cloudless.Inference;
using Cloudless.Rasters;
using Cloudless.Rasters.Products;
using Cloudless.Removal;

namespace Cloudless.Cli;

/// <summary>Options that several commands take, declared once so that they read and behave the same everywhere.</summary>
internal static class SharedOptions
{
    public static Option<bool> Quiet { get; } = new("--quiet", "-q")
    {
        Description = "Print results and errors only.",
        Recursive = true,
    };

    public static Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Say more, and show the stack of an error.",
        Recursive = true,
    };

    public static Option<bool> Json { get; } = new("--json") { Description = "Print the result as JSON." };

    public static Option<bool> Overwrite { get; } = new("--overwrite") { Description = "Replace output files that exist." };

    public static Option<string?> Model { get; } = new("--model")
    {
        Description = "ONNX model with a Cloudless card; without it the embedded default model.",
        HelpName = "M.onnx",
    };

    public static Option<string[]> Optical { get; } = OpticalOption(required: true);

    /// <summary>As <see cref="Optical"/>, where it may be left away.</summary>
    public static Option<string[]> OpticalIfAny { get; } = OpticalOption(required: false);

    public static Option<string> Resample { get; } = OptionChecks.OneOf(
        new Option<string>("--resample")
        {
            Description = "How bands of 20 m and 60 m are brought to 10 m.",
            HelpName = "nearest|bilinear|cubic",
            DefaultValueFactory = _ => "bilinear",
        },
        "nearest", "bilinear", "cubic");

    public static Option<string?> Bands { get; } = new("--bands")
    {
        Description = "The bands of a single file in its order, e.g. B02,B03,...; '-' for one to leave aside. Without it by the names in the file, else B01..B08 B8A B09..B12.",
        HelpName = "LIST",
    };

    public static Option<string?> MgrsTile { get; } = new("--tile")
    {
        Description = "Tile to take of a product that holds several.",
        HelpName = "T31TDH",
    };

    public static Option<string[]> Sar { get; } = new("--s1")
    {
        Description = "Sentinel-1 image of the same place, VV and VH in one file, in two, or in a folder, on any grid; without it the model for images without SAR is used.",
        HelpName = "B.tif",
        AllowMultipleArgumentsPerToken = true,
    };

    public static Option<string> Radiometry { get; } = OptionChecks.OneOf(
        new Option<string>("--radiometry")
        {
            Description = "What the stored numbers are: dn (reflectance * 10000), harmonized (they carry +1000, baseline 04.00 or newer) or reflectance; auto goes by the product's metadata, else by what the file declares, and says what it took.",
            HelpName = "auto|dn|harmonized|reflectance",
            DefaultValueFactory = _ => "auto",
        },
        "auto", "dn", "harmonized", "reflectance");

    public static Option<bool> Cog { get; } = new("--cog") { Description = "Write cloud-optimized GeoTIFFs instead of plain tiled ones." };

    public static Option<string> Compress { get; } = OptionChecks.OneOf(
        new Option<string>("--compress")
        {
            Description = "Compression of the GeoTIFFs, lossless: deflate (read everywhere) or zstd (smaller; not for every program).",
            HelpName = "deflate|zstd",
            DefaultValueFactory = _ => "deflate",
        },
        "deflate", "zstd");

    public static Option<string> Engine { get; } = OptionChecks.OneOf(
        new Option<string>("--engine")
        {
            Description = "What computes: auto, cpu (Cloudless' own), onnxruntime (on the CPU) or cuda.",
            HelpName = "auto|cpu|onnxruntime|cuda",
            DefaultValueFactory = _ => "auto",
        },
        "auto", "cpu", "onnxruntime", "cuda");

    public static Option<string> Precision { get; } = OptionChecks.OneOf(
        new Option<string>("--precision")
        {
            Description = "float32, or int8: less exact, with --engine onnxruntime and a model of 'cloudless quantize' alone.",
            HelpName = "float32|int8",
            DefaultValueFactory = _ => "float32",
        },
        "float32", "int8");

    public static Option<int> Threads { get; } = OptionChecks.Number(
        "--threads", "N", "Threads for computing; 0 takes all processors.", 0, 0, 1024);

    public static Option<int> TileSize { get; } = OptionChecks.Number(
        "--tile-size",
        "N",
        "Side in pixels of the squares handed to the engine, a halo around them not counted: larger is faster and takes more memory; the result is the same.",
        new ExecutionOptions().TileSize,
        32,
        4096);

    public static Option<string> SarScale { get; } = OptionChecks.OneOf(
        new Option<string>("--sar-scale")
        {
            Description = "Unit of the SAR image: auto (told by its values, and said), db or linear.",
            HelpName = "auto|db|linear",
            DefaultValueFactory = _ => "auto",
        },
        "auto", "db", "linear");

    public static Option<string> Composite { get; } = OptionChecks.OneOf(
        new Option<string>("--composite")
        {
            Description = "on: repaint under cloud, haze and shadow only; off: the bare network everywhere.",
            HelpName = "on|off",
            DefaultValueFactory = _ => "on",
        },
        "on", "off");

    public static Option<SceneBounds?> Bounds { get; } = new("--bounds")
    {
        Description = "Work on and write this part alone, in whole pixels: xmin,ymin,xmax,ymax in the image's coordinates, or in those of a system named behind (11.2,48.1,11.4,48.2,EPSG:4326).",
        HelpName = "xmin,ymin,xmax,ymax[,CRS]",
        CustomParser = OptionChecks.Parser(SceneBounds.Parse),
    };

    /// <summary>What <see cref="Composite"/> says.</summary>
    public static bool ReadComposite(CliInvocation invocation) => invocation.GetRequired(Composite).Equals("on", StringComparison.OrdinalIgnoreCase);

    /// <summary>What <see cref="Engine"/>, <see cref="Precision"/>, <see cref="Threads"/> and <see cref="TileSize"/> say.</summary>
    public static ExecutionOptions ReadExecution(CliInvocation invocation) => new()
    {
        Engine = Enum.Parse<EngineKind>(invocation.GetRequired(Engine), ignoreCase: true),
        Precision = Enum.Parse<ComputePrecision>(invocation.GetRequired(Precision), ignoreCase: true),
        Threads = invocation.Get(Threads),
        TileSize = invocation.Get(TileSize),
    };

    /// <summary>The scene that <see cref="Optical"/> and the options about it say.</summary>
    public static (string Path, OpticalSourceOptions Options) ReadOptical(CliInvocation invocation, Option<string[]> option)
    {
        string[] paths = invocation.GetRequired(option);
        return (paths[0], ReadSource(invocation) with { OtherFiles = paths[1..] });
    }

    /// <summary>The Sentinel-1 files that <see cref="Sar"/> names: the first, null where there is none, and the others.</summary>
    public static (string? Path, string[] Others) ReadSar(CliInvocation invocation) =>
        invocation.Get(Sar) is [{ } first, .. string[] others] ? (first, others) : (null, []);

    /// <summary>What <see cref="Radiometry"/>, <see cref="Resample"/>, <see cref="Bands"/> and <see cref="MgrsTile"/> say.</summary>
    public static OpticalSourceOptions ReadSource(CliInvocation invocation) => new()
    {
        Radiometry = ReadRadiometry(invocation),
        Resampling = Enum.Parse<BandResampling>(invocation.GetRequired(Resample), ignoreCase: true),
        Bands = invocation.Get(Bands)?.Split(',', StringSplitOptions.TrimEntries),
        Tile = invocation.Get(MgrsTile),
    };

    /// <summary>What <see cref="Radiometry"/> says.</summary>
    public static RadiometryChoice ReadRadiometry(CliInvocation invocation) => Enum.Parse<RadiometryChoice>(invocation.GetRequired(Radiometry), ignoreCase: true);

    /// <summary>What <see cref="Cog"/> and <see cref="Compress"/> say, with overviews.</summary>
    public static RasterWriteOptions ReadLayout(CliInvocation invocation) => new()
    {
        Format = invocation.Get(Cog) ? RasterFormat.Cog : RasterFormat.GeoTiff,
        Compression = Enum.Parse<RasterCompression>(invocation.GetRequired(Compress), ignoreCase: true),
        Overviews = true,
    };

    /// <summary>What <see cref="SarScale"/> says.</summary>
    public static SarScale ReadSarScale(CliInvocation invocation) => invocation.GetRequired(SarScale).ToUpperInvariant() switch
    {
        "DB" => Fusion.SarScale.Decibel,
        "LINEAR" => Fusion.SarScale.Linear,
        _ => Fusion.SarScale.Auto,
    };

    private static Option<string[]> OpticalOption(bool required) => new("--s2")
    {
        Description = "Sentinel-2 scene: a product of Level-1C or Level-2A (.SAFE folder, or zip), a folder or a list of band files, or one image file with all bands.",
        HelpName = "A",
        Required = required,
        AllowMultipleArgumentsPerToken = true,
    };
}
