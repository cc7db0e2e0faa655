namespace Cloudless.Setup;

/// <summary>The program that fetches npm packages.</summary>
internal static class Npm
{
    public static string Command => OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    public static void Require()
    {
        if (Shell.Exists(Command))
        {
            return;
        }

        if (!OperatingSystem.IsLinux())
        {
            throw new SetupException("npm is needed to fetch ONNX Runtime: install Node.js (https://nodejs.org), or use a NuGet feed with Microsoft.ML.OnnxRuntime");
        }

        Apt.Install("npm", "npm");
    }
}
