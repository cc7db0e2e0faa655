namespace Cloudless.Setup;

/// <summary>Debian's package manager.</summary>
internal static class Apt
{
    private static bool s_updated;

    public static bool IsThere => Shell.Exists("apt-get");

    public static void Install(string what, params string[] packages)
    {
        var names = string.Join(' ', packages);
        var command = $"apt-get update && apt-get install -y --no-install-recommends {names}";
        if (!IsThere)
        {
            throw new SetupException($"{what} is missing and there is no apt-get here; on Debian it would be: {command}");
        }

        if (!Environment.IsPrivilegedProcess)
        {
            throw new SetupException($"{what} is missing and installing it takes root. Run this once, then again what you ran:\n  sudo sh -c '{command}'");
        }

        Log.Say($"installing {names} with apt-get");
        Update();
        if (!Try(["install", "-y", "--no-install-recommends", .. packages]))
        {
            throw new SetupException($"{what} could not be installed. Run: {command}");
        }
    }

    public static void Update()
    {
        // An outdated index is no reason to stop: the installation itself decides.
        if (!s_updated && Environment.IsPrivilegedProcess)
        {
            s_updated = Try("update");
        }
    }

    // Mirrors fail now and then, and unattended upgrades hold the lock for a while.
    private static bool Try(params string[] arguments)
    {
        string[] line = ["-q", "-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=120", "-o", "Dpkg::Use-Pty=0", .. arguments];
        return Enumerable.Range(0, 2).Any(_ => Shell.Run("apt-get", line) == 0);
    }
}
