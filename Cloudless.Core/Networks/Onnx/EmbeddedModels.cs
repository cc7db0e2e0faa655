using System.Reflection;

namespace Cloudless.Networks.Onnx;

/// <summary>The model files that come inside of Cloudless.Core.</summary>
internal static class EmbeddedModels
{
    /// <summary>The bytes of one.</summary>
    /// <param name="file">Its name in the folder <c>models</c>.</param>
    /// <exception cref="ModelContractException">This build of Cloudless.Core does not carry it.</exception>
    public static byte[] Read(string file)
    {
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Cloudless.Models." + file);
        if (stream is null)
        {
            throw new ModelContractException($"{file}: this build of Cloudless.Core carries no default model. Build it with models/{file} in place, or give a model file.");
        }

        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
