using System.Diagnostics;
using System.Runtime.InteropServices;
using Cloudless.Rasters;

namespace Cloudless.Cli.Hosting;

/// <summary>Turns the first Ctrl-C or SIGTERM into a cancellation, so that temporaries are removed; a second one ends the process at once, with its temporaries.</summary>
/// <remarks>Schedulers signal all processes of a job, and shells hand on what they get: SIGTERM twice within two seconds is one.</remarks>
internal sealed class SignalCancellation : IDisposable
{
    private static readonly TimeSpan Echo = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private volatile int _exitCode = ExitCodes.Interrupted;
    private long _first;

    public SignalCancellation() =>
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Cancel(context, ExitCodes.Interrupted)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Cancel(context, ExitCodes.Terminated)),
        ];

    public CancellationToken Token => _source.Token;

    /// <summary>The exit code of the signal that came; that of Ctrl-C where none did.</summary>
    public int ExitCode => _exitCode;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Cancel(PosixSignalContext context, int exitCode)
    {
        if (_source.IsCancellationRequested)
        {
            // Whoever insists gets the runtime's default handler, which ends the process: no work is waited for, and what it would have cleaned away goes here.
            context.Cancel = context.Signal == PosixSignal.SIGTERM && Stopwatch.GetElapsedTime(_first) < Echo;
            if (!context.Cancel)
            {
                Leftovers.Delete();
            }

            return;
        }

        context.Cancel = true;
        _exitCode = exitCode;
        _first = Stopwatch.GetTimestamp();
        _source.Cancel();
    }
}
