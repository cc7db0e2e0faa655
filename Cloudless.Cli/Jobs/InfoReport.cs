using System.Runtime.InteropServices;
using Cloudless.Inference;
using Cloudless.Networks.Onnx;
using Cloudless.Rasters;

namespace Cloudless.Cli.Jobs;

/// <summary>The result of <c>info</c>: what this installation consists of. A missing part is told, not an error.</summary>
internal sealed record InfoReport
{
    public required string CloudlessVersion { get; init; }

    public required string Runtime { get; init; }

    public required string System { get; init; }

    /// <summary>GDAL's release; null where it cannot be loaded.</summary>
    public required string? GdalVersion { get; init; }

    public required string? GdalLibrary { get; init; }

    /// <summary>Why GDAL cannot be loaded and what to do; null where it can.</summary>
    public required string? GdalProblem { get; init; }

    public required EngineInfo Engines { get; init; }

    /// <summary>The scene asked for; null for none.</summary>
    public SceneReport? Scene { get; init; }

    /// <summary>The model asked for, or the default model.</summary>
    public required IReadOnlyList<ModelReport> Models { get; init; }

    /// <param name="modelPath">Model to describe; null for the default model.</param>
    /// <exception cref="ModelContractException">The model asked for cannot be loaded.</exception>
    public static InfoReport Read(string? modelPath)
    {
        (string? version, string? library, string? problem) = Gdal();
        return new InfoReport
        {
            CloudlessVersion = CloudlessApp.Version,
            Runtime = RuntimeInformation.FrameworkDescription,
            System = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.RuntimeIdentifier}",
            GdalVersion = version,
            GdalLibrary = library,
            GdalProblem = problem,
            Engines = EngineInfo.Read(),
            Models = modelPath is null
                ? [ModelReport.OfDefault()]
                : [ModelReport.Read(modelPath)],
        };
    }

    private static (string? Version, string? Library, string? Problem) Gdal()
    {
        try
        {
            return (GdalInfo.Version, GdalInfo.LibraryPath, null);
        }
        catch (CloudlessException error)
        {
            return (null, null, error.Message);
        }
    }
}
