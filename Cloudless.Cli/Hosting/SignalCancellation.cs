using System.Runtime.InteropServices;

namespace Cloudless.Cli.Hosting;

/// <summary>Turns the first Ctrl-C or SIGTERM into a cancellation, so that temporaries are removed; a second one ends the process at once.</summary>
internal sealed class SignalCancellation : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private volatile int _exitCode = ExitCodes.Interrupted;

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
            // The user insists: let the runtime's default handler end the process.
            return;
        }

        context.Cancel = true;
        _exitCode = exitCode;
        _source.Cancel();
    }
}
