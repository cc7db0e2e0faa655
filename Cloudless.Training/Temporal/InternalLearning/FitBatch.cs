using Cloudless.Imagery;

namespace Cloudless.Training.Temporal;

/// <summary>Neighboring dates, or a crop of them, for one step of a fit.</summary>
/// <param name="Input">[T,C,H,W]: dB, or noise.</param>
/// <param name="Target">[T,B,H,W], DN.</param>
/// <param name="Use">[T,H,W]: 1 where the fit is to hold, else 0.</param>
/// <param name="Dates">T.</param>
/// <param name="Inputs">C.</param>
/// <param name="Bands">B.</param>
/// <param name="Height">H.</param>
/// <param name="Width">W.</param>
internal sealed record FitBatch(float[] Input, float[] Target, float[] Use, int Dates, int Inputs, int Bands, int Height, int Width)
{
    /// <summary>Cuts a batch out of a series.</summary>
    /// <param name="data">The series.</param>
    /// <param name="first">First date.</param>
    /// <param name="dates">Number of dates.</param>
    /// <param name="window">Which pixels.</param>
    public static FitBatch Of(FitData data, int first, int dates, Window window) => new(
        Cut(data.Input, data, first, dates, data.Inputs, window),
        Cut(data.Target, data, first, dates, data.Bands, window),
        Cut(data.Use, data, first, dates, 1, window),
        dates, data.Inputs, data.Bands, window.Height, window.Width);

    private static float[] Cut(float[] from, FitData data, int first, int dates, int channels, Window window)
    {
        float[] to = new float[dates * channels * window.Height * window.Width];
        int at = 0;
        for (int plane = first * channels; plane < (first + dates) * channels; plane++)
        {
            for (int y = window.Row; y < window.Row + window.Height; y++, at += window.Width)
            {
                from.AsSpan((((plane * data.Height) + y) * data.Width) + window.Column, window.Width).CopyTo(to.AsSpan(at));
            }
        }

        return to;
    }
}
