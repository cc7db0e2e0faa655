using System.Runtime.ExceptionServices;

namespace Cloudless.Training;

/// <summary>Errors of work on several threads.</summary>
internal static class Errors
{
    /// <summary>Runs what may fail on several threads at once and lets the first of its errors through as it was thrown.</summary>
    public static void OfOne(Action work)
    {
        try
        {
            work();
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
