using System.Runtime.InteropServices;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>Says what libtorch throws in the words of the engines' interface.</summary>
internal static class TorchErrors
{
    /// <summary>Runs something on TorchSharp.</summary>
    /// <param name="device">Where, for the message.</param>
    /// <param name="what">What, for the message: <c>a batch of ...</c>.</param>
    /// <param name="work">The work.</param>
    /// <exception cref="OutOfMemoryException">libtorch found no memory.</exception>
    /// <exception cref="CloudlessException">Anything else that libtorch threw.</exception>
    public static T Guard<T>(string device, string what, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ExternalException e)
        {
            string reason = e.Message.Split('\n')[0].Trim();

            // libtorch has no code for it: "CUDA out of memory", and of the processor's memory "can't allocate memory".
            bool memory = e.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase) || e.Message.Contains("allocate memory", StringComparison.OrdinalIgnoreCase);
            throw memory
                ? new OutOfMemoryException($"The memory of {device} does not suffice for {what}: {reason}", e)
                : new CloudlessException($"TorchSharp failed on {device} with {what}: {reason}", e);
        }
    }
}
