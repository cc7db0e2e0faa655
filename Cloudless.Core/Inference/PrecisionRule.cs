using Cloudless.Networks.Onnx;

namespace Cloudless.Inference;

/// <summary>8-bit integers change the result, so they are computed with only where caller, engine and model all say so.</summary>
internal static class PrecisionRule
{
    /// <summary>Refuses what does not fit together.</summary>
    /// <exception cref="CloudlessException">The engine asked for has no int8, or model and precision differ.</exception>
    public static void Require(CloudRemovalModel model, ExecutionOptions options)
    {
        if (options.Precision == ComputePrecision.Int8 && options.Engine != EngineKind.OnnxRuntime)
        {
            throw new CloudlessException(options.Engine switch
            {
                EngineKind.Auto => $"{model.Source}: the automatic choice never computes in int8, which is less exact. Choose the engine onnxruntime for it, or drop the precision int8.",
                EngineKind.Cpu => $"{model.Source}: the CPU engine computes in float32 only. Choose the engine onnxruntime for int8, or drop the precision int8.",
                _ => $"{model.Source}: {options.Engine} computes in float32 only here. Choose the engine onnxruntime for int8, or drop the precision int8.",
            });
        }

        RequireModel(model, options.Precision);
    }

    /// <summary>Refuses a model of another precision than was asked for.</summary>
    /// <exception cref="CloudlessException">Model and precision differ.</exception>
    public static void RequireModel(CloudRemovalModel model, ComputePrecision precision)
    {
        if (precision == ComputePrecision.Int8 && model.Card.Quantization is null)
        {
            throw new CloudlessException(
                $"{model.Source}: precision int8 was asked for and the model is one of float32. Make an int8 one of it with 'cloudless quantize', or drop the precision int8.");
        }

        if (precision == ComputePrecision.Float32 && model.Card.Quantization is not null)
        {
            throw new CloudlessException(
                $"{model.Source}: the model computes in int8, which was not asked for and which neither the CPU engine nor the automatic choice does. "
                + "Ask for the engine onnxruntime with the precision int8, or take the float32 model it was made of.");
        }
    }
}
