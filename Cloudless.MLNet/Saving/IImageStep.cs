using Cloudless.Imagery;
using Cloudless.MLNet.Kernels;
using Microsoft.ML;

namespace Cloudless.MLNet.Saving;

/// <summary>A transformer of Cloudless, whichever it is.</summary>
internal interface IImageStep : ITransformer, IDisposable
{
    /// <summary>The size of its images, learned or given; null where each row tells its own.</summary>
    ImageSize? Size { get; }

    /// <summary>What computes.</summary>
    IImageKernel Kernel { get; }
}
