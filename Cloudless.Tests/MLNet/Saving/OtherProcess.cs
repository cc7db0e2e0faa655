using System.Diagnostics;
using Microsoft.ML;

namespace Cloudless.Tests.MLNet.Saving;

/// <summary>This assembly as a process of its own: loads a pipeline with ML.NET alone and prints its predictions.</summary>
internal static class OtherProcess
{
    /// <summary>Predictions of a saved pipeline, one a line.</summary>
    public static string[] Predict(string path)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Array.ForEach(["exec", typeof(OtherProcess).Assembly.Location, path], start.ArgumentList.Add);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, () => errors.Result);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static int Main(string[] args)
    {
        // Nothing of Cloudless.MLNet has been touched here: ML.NET has to find it by what the file says.
        if (AppDomain.CurrentDomain.GetAssemblies().Any(a => a.GetName().Name == "Cloudless.MLNet"))
        {
            Console.Error.WriteLine("Cloudless.MLNet was loaded before the pipeline.");
            return 1;
        }

        var ml = new MLContext();
        ITransformer pipeline = ml.Model.Load(args[0], out _);
        Array.ForEach(Pipelines.Predict(ml, pipeline), Console.WriteLine);
        return 0;
    }
}
