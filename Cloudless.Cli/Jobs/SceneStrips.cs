using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Rasters.Products;

namespace Cloudless.Cli.Jobs;

/// <summary>Windows of a scene as the masks take them: 13 bands of signed DN.</summary>
internal sealed class SceneStrips(OpticalSource source) : IDisposable
{
    private readonly SignedDnReader _reader = new(source);

    public RasterProfile Profile => source.Profile;

    /// <summary>An image with a B10: where it has none, what B10 is over clear ground.</summary>
    public static Raster<float> WithCirrus(Raster<float> dn) => dn.Channels == MissingCirrus.Bands ? MissingCirrus.Insert(dn, MissingCirrus.Fill) : dn;

    /// <summary>Reads a window.</summary>
    public Raster<float> Read(Window window) => WithCirrus(_reader.Read(window));

    public void Dispose() => _reader.Dispose();
}
