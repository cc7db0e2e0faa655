using Cloudless.MLNet;
using Microsoft.ML;

if (args is not [string input, string output])
{
    Console.Error.WriteLine("Usage: Minimal <folder with <id>_s2_cloudy.tif and <id>_s1.tif> <folder for the results>");
    return 1;
}

var mlContext = new MLContext();
IDataView images = mlContext.Data.LoadFromRasters(input);
var pipeline = new SarOpticalStackTransformer().Append(new CloudRemovalTransformer());
using var model = pipeline.Fit(images);
foreach (string path in mlContext.Data.SaveAsRasters(model.Transform(images), output))
{
    Console.WriteLine(path);
}

return 0;
