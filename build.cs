#:property PublishAot=false
#:project eng/setup/Cloudless.Setup.csproj
// The one entry of the project: sets the machine up, then builds and runs. See `dotnet run build.cs help`.
// It must run on a bare .NET 10 SDK, so eng/setup, which does the work, uses nothing but the framework.
using Cloudless.Setup;

const string Usage = """
    dotnet run build.cs <verb> [-- arguments]

      setup   probe the package feed, write eng/Feed.props, fetch or install what is missing
      test    set up, build everything, run the tests; ends with "N passed, N failed, N skipped"   (arguments go to dotnet test)
      demo    set up, build, remove the clouds of a demonstration scene                            (arguments go to cloudless demo)
      bench   set up, build, measure all rows against their rivals, rewrite docs/performance.md    (arguments go to Cloudless.Benchmarks)
      pack    set up, make the NuGet packages in artifacts/packages                                (arguments go to dotnet pack)

    CloudlessDevice=cuda in the environment takes the packages for NVIDIA GPUs.
    """;

var verb = args.FirstOrDefault() ?? "";
var rest = args.Skip(1).SkipWhile(argument => argument == "--").ToArray();
if (verb is "help" or "--help" or "-h")
{
    Console.WriteLine(Usage);
    return 0;
}

// Ctrl-C reaches the children too; this process stays until they have cleaned up.
Console.CancelKeyPress += (_, press) => press.Cancel = true;
try
{
    switch (verb)
    {
        case "setup": Machine.SetUp(); return 0;
        case "test": return Verbs.Test(rest);
        case "demo": return Verbs.Demo(rest);
        case "bench": return Verbs.Bench(rest);
        case "pack": return Verbs.Pack(rest);
        default:
            Console.Error.WriteLine(verb.Length == 0 ? "build.cs: a verb is missing" : $"build.cs: unknown verb '{verb}'");
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
catch (SetupException failure)
{
    Console.Error.WriteLine($"build.cs: {failure.Message}");
    return 1;
}
