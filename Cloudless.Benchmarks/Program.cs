using BenchmarkDotNet.Running;
using Cloudless.Benchmarks;

// Add a whole-run comparison here; a micro-benchmark needs no entry, BenchmarkDotNet finds it.
IComparison[] comparisons = [new CpuNetworkComparison()];

string verb = args.FirstOrDefault() ?? "";
string[] rest = [.. args.Skip(1)];
if (verb == "micro")
{
    // Without a choice BenchmarkDotNet asks on the terminal, where CI has none.
    string[] choice = rest.Length == 0 ? ["--filter", "*"] : rest;
    return BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(choice).Any() ? 0 : 1;
}

if (comparisons.FirstOrDefault(comparison => comparison.Verb == verb) is { } chosen)
{
    return chosen.Run(rest);
}

Console.Error.WriteLine("usage: dotnet run build.cs bench -- <verb> [arguments]");
Console.Error.WriteLine("  micro      BenchmarkDotNet; arguments are its own (--filter '*Crop*' --job short)");
foreach (IComparison comparison in comparisons)
{
    Console.Error.WriteLine($"  {comparison.Verb,-10} {comparison.Summary}");
}

return 2;
