using System.CommandLine;
using System.Globalization;
using Cloudless.Cli.Hosting;
using Cloudless.Masks;

namespace Cloudless.Cli;

/// <summary>Options that say what finds the clouds, shared by the commands that need them found.</summary>
internal static class DetectorArguments
{
    private static readonly S2CloudlessOptions Defaults = new();

    private static readonly Option<string> Detector = OptionChecks.OneOf(
        new Option<string>("--detector")
        {
            Description = "What finds clouds: spectral (score of the bands), s2cloudless (with --detector-model) or raster (a mask in a file, --mask-in).",
            HelpName = "spectral|s2cloudless|raster",
            DefaultValueFactory = _ => "spectral",
        },
        "spectral", "s2cloudless", "raster");

    // A mask in a file belongs to one image, so it cannot serve many.
    private static readonly Option<string> SeriesDetector = OptionChecks.OneOf(
        new Option<string>("--detector")
        {
            Description = "What finds clouds where the data have no masks of their own: spectral (score of the bands) or s2cloudless (with --detector-model).",
            HelpName = "spectral|s2cloudless",
            DefaultValueFactory = _ => "spectral",
        },
        "spectral", "s2cloudless");

    private static readonly Option<string?> Model = new("--detector-model")
    {
        Description = "s2cloudless: your copy of its model, LightGBM text. It is not part of Cloudless.",
        HelpName = "MODEL.txt",
    };

    private static readonly Option<int> Resolution = OptionChecks.Number(
        "--detector-resolution",
        "M",
        "s2cloudless: side in meters of the cells that are judged, a multiple of 10; the two radii below count cells.",
        Defaults.Resolution,
        S2CloudlessOptions.PixelMeters,
        S2CloudlessOptions.CoarsestMeters);

    private static readonly Option<double> CloudThreshold = OptionChecks.Number(
        "--cloud-threshold", "P", "s2cloudless: cloud where the averaged probability is above this.", Defaults.Threshold, 0, 1);

    private static readonly Option<int> AverageOver = OptionChecks.Number(
        "--average-over", "R", "s2cloudless: radius of the disk over which probabilities are averaged; 0 for none.", Defaults.AverageOver, 0, S2CloudlessOptions.LargestRadius);

    private static readonly Option<int> DilationSize = OptionChecks.Number(
        "--dilation-size", "R", "s2cloudless: radius of the disk by which clouds are grown; 0 for none.", Defaults.DilationSize, 0, S2CloudlessOptions.LargestRadius);

    private static readonly Option<string?> MaskIn = new("--mask-in")
    {
        Description = "raster: the mask, on any grid that overlaps the image; the nearest pixel counts.",
        HelpName = "MASK.tif",
    };

    private static readonly Option<string> Format = OptionChecks.OneOf(
        new Option<string>("--mask-format")
        {
            Description = "raster: what its values mean: scl (classes of Level-2A), qa60 (bits), classes (0 clear, 1 cloud, 2 shadow, 255 unknown); auto goes by the names of file and band, else classes.",
            HelpName = "auto|scl|qa60|classes",
            DefaultValueFactory = _ => "auto",
        },
        "auto", "scl", "qa60", "classes");

    private static readonly Option<string?> CloudValues = new("--cloud-values")
    {
        Description = "raster: values (of qa60: bits) that are cloud; by default 8,9,10 of scl, 10,11 of qa60, 1 of classes.",
        HelpName = "N,N,...",
    };

    private static readonly Option<string?> ShadowValues = new("--shadow-values")
    {
        Description = "raster: values (of qa60: bits) that are cloud shadow; by default 3 of scl, 2 of classes.",
        HelpName = "N,N,...",
    };

    private static readonly Option<string> DarkShadow = OptionChecks.OneOf(
        new Option<string>("--dark-shadow")
        {
            Description = "raster: whether dark land near clouds is shadow too; auto does so unless the mask is scl.",
            HelpName = "auto|on|off",
            DefaultValueFactory = _ => "auto",
        },
        "auto", "on", "off");

    private static readonly Option[] OfS2Cloudless = [Model, Resolution, CloudThreshold, AverageOver, DilationSize];

    private static readonly Option[] OfRaster = [MaskIn, Format, CloudValues, ShadowValues, DarkShadow];

    /// <summary>Adds all of them to a command.</summary>
    public static void AddTo(Command command)
    {
        foreach (Option option in (Option[])[Detector, .. OfS2Cloudless, .. OfRaster])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Adds those to a command that looks for clouds in many images.</summary>
    public static void AddForMany(Command command)
    {
        foreach (Option option in (Option[])[SeriesDetector, .. OfS2Cloudless])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What they say.</summary>
    /// <exception cref="UsageException">An option is missing, is another detector's, or has values that do not go together.</exception>
    public static DetectorOptions Read(CliInvocation invocation)
    {
        DetectorKind kind = Enum.Parse<DetectorKind>(invocation.GetRequired(Detector), ignoreCase: true);
        RefuseForeign(invocation, kind == DetectorKind.Raster, "raster", OfRaster);
        return Read(invocation, kind);
    }

    /// <summary>What those of <see cref="AddForMany"/> say.</summary>
    /// <exception cref="UsageException">An option is missing, is another detector's, or has values that do not go together.</exception>
    public static DetectorOptions ReadForMany(CliInvocation invocation) => Read(invocation, Enum.Parse<DetectorKind>(invocation.GetRequired(SeriesDetector), ignoreCase: true));

    private static DetectorOptions Read(CliInvocation invocation, DetectorKind kind)
    {
        RefuseForeign(invocation, kind == DetectorKind.S2Cloudless, "s2cloudless", OfS2Cloudless);
        try
        {
            DetectorOptions options = kind switch
            {
                DetectorKind.S2Cloudless => new()
                {
                    Kind = kind,
                    ModelPath = Required(invocation, Model, "the model of s2cloudless, e.g. pixel_s2_cloud_detector_lightGBM_v0.1.txt of its package"),
                    S2Cloudless = new()
                    {
                        Resolution = invocation.Get(Resolution),
                        Threshold = invocation.Get(CloudThreshold),
                        AverageOver = invocation.Get(AverageOver),
                        DilationSize = invocation.Get(DilationSize),
                    },
                },
                DetectorKind.Raster => new() { Kind = kind, Raster = ReadRaster(invocation) },
                _ => new(),
            };
            options.Validate();
            return options;
        }
        catch (ArgumentException error)
        {
            throw UsageException.Of(error);
        }
    }

    private static MaskRasterOptions ReadRaster(CliInvocation invocation) => new()
    {
        Path = Required(invocation, MaskIn, "the mask to read"),
        Format = Enum.Parse<MaskFormat>(invocation.GetRequired(Format), ignoreCase: true),
        CloudValues = Numbers(invocation, CloudValues),
        ShadowValues = Numbers(invocation, ShadowValues),
        DarkShadow = invocation.GetRequired(DarkShadow).ToUpperInvariant() switch { "ON" => true, "OFF" => false, _ => null },
    };

    private static string Required(CliInvocation invocation, Option<string?> option, string what) =>
        invocation.Get(option) is { Length: > 0 } value ? value : throw new UsageException($"{option.Name} is missing: {what}.");

    private static void RefuseForeign(CliInvocation invocation, bool chosen, string name, IEnumerable<Option> options)
    {
        if (!chosen && options.FirstOrDefault(invocation.IsGiven) is { } option)
        {
            throw new UsageException($"{option.Name} goes with --detector {name}.");
        }
    }

    private static int[]? Numbers(CliInvocation invocation, Option<string?> option)
    {
        if (invocation.Get(option) is not { } text)
        {
            return null;
        }

        return [.. text.Split(',').Select(word => int.TryParse(word.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new UsageException($"{option.Name} takes whole numbers divided by commas, such as 8,9,10; found '{text}'."))];
    }
}
