using Cloudless.Networks.Onnx;

namespace Cloudless.MLNet.Saving;

/// <summary>The model saved with a step: how its bytes are checked; the bytes follow the settings, in base64.</summary>
/// <param name="Sha256">SHA-256 of its bytes, lowercase hexadecimal digits.</param>
internal sealed record SavedModel(string Sha256)
{
    /// <summary>Takes the model from its text.</summary>
    /// <exception cref="CloudlessException">The text is no base64, or not that of these bytes.</exception>
    /// <exception cref="ModelContractException">The bytes break the model contract.</exception>
    public CloudRemovalModel Read(ReadOnlySpan<char> base64)
    {
        byte[] bytes = new byte[base64.Length / 4 * 3];
        if (!Convert.TryFromBase64Chars(base64, bytes, out int length))
        {
            throw SavedStep.Unusable("its model is not base64");
        }

        Array.Resize(ref bytes, length);
        CloudRemovalModel model = CloudRemovalModel.Load(bytes, "the model saved in the pipeline");
        return model.Sha256 == Sha256 ? model : throw SavedStep.Unusable($"its model has SHA-256 {model.Sha256}, expected {Sha256}");
    }
}
