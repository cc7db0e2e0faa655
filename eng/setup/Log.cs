namespace Cloudless.Setup;

/// <summary>What is said on the way.</summary>
internal static class Log
{
    public static void Say(string line) => Console.Error.WriteLine($"build.cs: {line}");
}
