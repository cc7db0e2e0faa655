namespace Cloudless.Setup;

/// <summary>Finds out what the package feed has, and fetches or installs what is missing.</summary>
public static class Machine
{
    /// <summary>Whether the packages for NVIDIA GPUs are asked for.</summary>
    public static bool WantsCuda => Environment.GetEnvironmentVariable("CloudlessDevice") == "cuda";

    /// <summary>Does it all.</summary>
    /// <exception cref="SetupException">Something that cannot be done without is missing.</exception>
    public static Feed SetUp()
    {
        var feed = FeedProbe.Run();
        WriteFeedProps(feed);
        if (!feed.OnnxRuntime)
        {
            Log.Say($"ONNX RUNTIME: not on this NuGet feed; its C# API is compiled from the npm package {OnnxRuntimePackage.Name}");
            if (WantsCuda)
            {
                Log.Say("CUDA: CloudlessDevice=cuda has no effect on ONNX Runtime here, the npm package carries the CPU library");
            }

            OnnxRuntimePackage.Fetch();
        }

        if (!feed.Gdal)
        {
            Log.Say("GDAL: MaxRev.Gdal is not on this NuGet feed; the system's GDAL is used");
            SystemGdal.Require();
        }

        if (!feed.MLNet)
        {
            Log.Say("LEFT OUT: Cloudless.MLNet and its tests, for Microsoft.ML is not on this NuGet feed");
        }

        if (!feed.TorchSharp)
        {
            Log.Say("LEFT OUT: the TorchSharp training engine, for TorchSharp is not on this NuGet feed; the CPU engine trains");
        }

        return feed;
    }

    // Written only where it changes anything: MSBuild rebuilds all projects when an imported file is newer.
    private static void WriteFeedProps(Feed feed)
    {
        var path = Repository.Path("eng", "Feed.props");
        if (feed.IsComplete)
        {
            File.Delete(path);
            return;
        }

        var text = $"""
            <Project>
              <PropertyGroup>
                <CloudlessOnnxRuntime>{(feed.OnnxRuntime ? "nuget" : "npm")}</CloudlessOnnxRuntime>
                <CloudlessGdal>{(feed.Gdal ? "nuget" : "system")}</CloudlessGdal>
                <CloudlessMLNet>{(feed.MLNet ? "nuget" : "none")}</CloudlessMLNet>
                <CloudlessTorchSharp>{(feed.TorchSharp ? "nuget" : "none")}</CloudlessTorchSharp>
              </PropertyGroup>
            </Project>

            """;
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            File.WriteAllText(path, text);
        }
    }
}
