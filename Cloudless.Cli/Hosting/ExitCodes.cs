namespace Cloudless.Cli.Hosting;

/// <summary>What the process says to its caller.</summary>
internal static class ExitCodes
{
    /// <summary>The command did what it was asked.</summary>
    public const int Success = 0;

    /// <summary>The command failed; standard error says why.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong; nothing was begun.</summary>
    public const int Usage = 2;

    /// <summary>A training diverged: loss, gradients or weights are no numbers any more.</summary>
    public const int Diverged = 3;

    /// <summary>The memory did not suffice.</summary>
    public const int OutOfMemory = 4;

    /// <summary>The command ended before its work did, without a fault of the work: run it again (EX_TEMPFAIL of sysexits).</summary>
    public const int RunAgain = 75;

    /// <summary>Canceled by Ctrl-C (128 + SIGINT, as shells expect).</summary>
    public const int Interrupted = 130;

    /// <summary>Canceled by SIGTERM (128 + SIGTERM).</summary>
    public const int Terminated = 143;
}
