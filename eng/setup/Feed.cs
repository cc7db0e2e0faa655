namespace Cloudless.Setup;

/// <summary>What the reachable feed has; versions are those of Directory.Packages.props.</summary>
public sealed record Feed(bool OnnxRuntime, bool Gdal, bool MLNet, bool TorchSharp)
{
    public bool IsComplete => OnnxRuntime && Gdal && MLNet && TorchSharp;
}
