using BenchmarkDotNet.Running;
using Cloudless;
using Cloudless.Benchmarks;
using Cloudless.Benchmarks.Scaling;

if (args.FirstOrDefault() == "micro")
{
    // Without a choice BenchmarkDotNet asks on the terminal, where CI has none.
    string[] choice = args.Length == 1 ? ["--filter", "*"] : args[1..];
    return BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(choice).Any() ? 0 : 1;
}

try
{
    if (args.FirstOrDefault() == "workers")
    {
        return WorkersCommand.Run(WorkersOptions.Parse(args[1..]));
    }

    return new BenchCommand(BenchOptions.Parse(args)).Run();
}
catch (FormatException e)
{
    Console.Error.WriteLine($"bench: {e.Message}");
    Console.Error.WriteLine("usage: dotnet run build.cs bench -- [options]   (all rows against their rivals; rewrites the tables of docs/performance.md)");
    Console.Error.WriteLine(BenchOptions.Usage);
    Console.Error.WriteLine("   or: dotnet run build.cs bench -- micro [arguments of BenchmarkDotNet]   (single kernels: --filter '*Crop*' --job short)");
    Console.Error.WriteLine("   or: dotnet run build.cs bench -- workers [options]   (throughput of 'cloudless score' against jobs and processes)");
    Console.Error.WriteLine(WorkersOptions.Usage);
    return 2;
}
catch (CloudlessException e)
{
    Console.Error.WriteLine($"bench: {e.Message}");
    return 1;
}
