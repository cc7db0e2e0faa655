using Cloudless.Imagery;

namespace Cloudless.Temporal;

/// <summary>Puts a window back where it was cut from.</summary>
internal static class RasterPaste
{
    /// <summary>Copies [C,window.Height,window.Width] into a window of a larger raster.</summary>
    public static void PasteInto(this Raster<float> part, Raster<float> whole, Window window)
    {
        for (int c = 0; c < part.Channels; c++)
        {
            for (int y = 0; y < window.Height; y++)
            {
                part.Channel(c).Slice(y * window.Width, window.Width).CopyTo(whole.Channel(c)[(((window.Row + y) * whole.Width) + window.Column)..]);
            }
        }
    }
}
