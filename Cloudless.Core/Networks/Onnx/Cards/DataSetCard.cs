namespace Cloudless.Networks.Onnx;

/// <summary>A data set a model was trained on.</summary>
/// <param name="Name">Name, e.g. <c>SEN12MS-CR</c>, and which part of it.</param>
/// <param name="License">License of the data.</param>
/// <param name="Attribution">Whom the license or good manners ask to name.</param>
public sealed record DataSetCard(string Name, string License, string Attribution);
