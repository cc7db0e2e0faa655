using Cloudless.Training.Engines.TorchSharp;

namespace Cloudless.Tests.Training.Engines.TorchSharp;

/// <summary>Where tests of the TorchSharp engine run.</summary>
internal static class TorchEngines
{
    /// <summary>Skips the calling test where TorchSharp's natives or a GPU are absent.</summary>
    public static void Require(bool cuda)
    {
        if (TorchRuntime.Problem(cuda) is { } problem)
        {
            Assert.Ignore(problem);
        }
    }
}
