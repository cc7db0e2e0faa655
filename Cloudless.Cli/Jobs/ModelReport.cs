using Cloudless.Networks.Onnx;

namespace Cloudless.Cli.Jobs;

/// <summary>A model as <c>info</c> tells it.</summary>
/// <param name="Source">Path, or the name of the embedded model.</param>
/// <param name="Problem">Why it cannot be loaded; null where it can.</param>
/// <param name="Sha256">Hash of the file.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Card">What the model says about itself.</param>
/// <param name="CpuEngineProblem">Why the CPU engine cannot read its graph; null where it can.</param>
internal sealed record ModelReport(string Source, string? Problem, string? Sha256, long? Bytes, ModelCard? Card, string? CpuEngineProblem)
{
    public static ModelReport Of(CloudRemovalModel model) =>
        new(model.Source, null, model.Sha256, model.Bytes.Length, model.Card, model.GraphUnreadable);

    public static ModelReport OfDefault()
    {
        try
        {
            return Of(CloudRemovalModel.LoadDefault());
        }
        catch (ModelContractException error)
        {
            return new ModelReport("default model", error.Message, null, null, null, null);
        }
    }
}
