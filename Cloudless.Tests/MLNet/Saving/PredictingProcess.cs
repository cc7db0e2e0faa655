using Cloudless.Tests.MLNet.Saving;
using Microsoft.ML;

namespace Cloudless.Tests;

/// <content>Loads a pipeline with ML.NET alone and prints its predictions.</content>
internal static partial class OtherProcess
{
    /// <summary>Predictions of a saved pipeline, one a line.</summary>
    public static string[] Predict(string path)
    {
        (int code, string output, string error) = Run([], "predict", path);
        Assert.That(code, Is.Zero, error);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    static partial void Predict(string pipeline, ref int code)
    {
        // Nothing of Cloudless.MLNet has been touched here: ML.NET has to find it by what the file says.
        if (AppDomain.CurrentDomain.GetAssemblies().Any(a => a.GetName().Name == "Cloudless.MLNet"))
        {
            Console.Error.WriteLine("Cloudless.MLNet was loaded before the pipeline.");
            code = 1;
            return;
        }

        var ml = new MLContext();
        Array.ForEach(Pipelines.Predict(ml, ml.Model.Load(pipeline, out _)), Console.WriteLine);
        code = 0;
    }
}
