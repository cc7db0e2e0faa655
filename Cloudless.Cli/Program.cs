using Cloudless.Cli;
using Cloudless.Cli.Hosting;

using var signals = new SignalCancellation();
int code = CloudlessApp.Run(args, CliConsole.ForProcess(), signals.Token);
return code == ExitCodes.Interrupted ? signals.ExitCode : code;
