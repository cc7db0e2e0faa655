using Cloudless.Scoring;

namespace Cloudless.Cli.Hosting;

/// <summary>How far a run is where there is no terminal: a line every half minute, and one for each failure.</summary>
/// <param name="error">Where they go.</param>
/// <param name="clock">Tells when half a minute is over.</param>
internal sealed class ScoreLines(TextWriter error, TimeProvider clock) : IProgress<ScoreProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private long _last = clock.GetTimestamp();

    public void Report(ScoreProgress value)
    {
        if (value.Failure is { } failure)
        {
            error.WriteLine($"failed: {failure}");
        }

        if (clock.GetElapsedTime(_last) >= Pause)
        {
            _last = clock.GetTimestamp();
            error.WriteLine(ScoreDisplay.Text(value));
        }
    }
}
