using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Cloudless.Benchmarks.Paired;

namespace Cloudless.Benchmarks.Rivals;

/// <summary>The papers' detector in NumPy and SciPy (detector.py), in a Python process that times its own runs, so that starting it does not count.</summary>
internal sealed class PythonDetector : IDisposable
{
    private readonly Process _python;
    private readonly string _folder = Directory.CreateTempSubdirectory("cloudless-bench-").FullName;
    private readonly int _pixels;

    /// <summary>Hands an image to a new Python process.</summary>
    /// <param name="python">Program, found by <see cref="PythonWithScipy"/>.</param>
    /// <param name="optical">[13,H,W], DN.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <exception cref="CloudlessException">Python does not take it.</exception>
    public PythonDetector(string python, ReadOnlySpan<ushort> optical, int height, int width)
    {
        string image = Path.Combine(_folder, "image.raw");
        using (FileStream file = File.Create(image))
        {
            file.Write(MemoryMarshal.AsBytes(optical));
        }

        _pixels = height * width;
        string script = Path.Combine(AppContext.BaseDirectory, "Rivals", "detector.py");
        string[] arguments = [script, image, height.ToString(CultureInfo.InvariantCulture), width.ToString(CultureInfo.InvariantCulture)];
        _python = Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })
            ?? throw new CloudlessException($"'{python}' cannot be started.");
        Expect("ready");
        File.Delete(image);
    }

    /// <summary>Runs the detector once.</summary>
    /// <exception cref="CloudlessException">Python ended or answered something else.</exception>
    public RunTime Run()
    {
        string answer = Ask("run");
        return answer.Split(' ') is [var wall, var processor] && Seconds(wall) is { } w && Seconds(processor) is { } p
            ? new RunTime(w, p)
            : throw new CloudlessException($"detector.py answered '{answer}'; expected two times in seconds.");
    }

    /// <summary>Classes of the last run, [H,W].</summary>
    /// <exception cref="CloudlessException">Python ended or answered something else.</exception>
    public byte[] Classes()
    {
        string path = Path.Combine(_folder, "classes.raw");
        _python.StandardInput.WriteLine($"save {path}");
        Expect("saved");
        byte[] classes = File.ReadAllBytes(path);
        return classes.Length == _pixels
            ? classes
            : throw new CloudlessException($"detector.py wrote {classes.Length} classes; expected one for each of {_pixels} pixels.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _python.StandardInput.Dispose();
        _python.WaitForExit();
        _python.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static double? Seconds(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) ? seconds : null;

    private string Ask(string command)
    {
        _python.StandardInput.WriteLine(command);
        return Answer();
    }

    private void Expect(string expected)
    {
        string answer = Answer();
        if (answer != expected)
        {
            throw new CloudlessException($"detector.py answered '{answer}'; expected '{expected}'.");
        }
    }

    private string Answer() => _python.StandardOutput.ReadLine()
        ?? throw new CloudlessException("The Python process ended; its message is above. A 4096 x 4096 image takes it about 4 GB of memory.");
}
