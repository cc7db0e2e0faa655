namespace Cloudless.Setup;

/// <summary>Programs that some tests need; without them these tests are skipped, so nothing here fails.</summary>
internal static class TestPrograms
{
    /// <summary>Runs a cluster on this machine, and judges HTML pages.</summary>
    public static void Offer()
    {
        Offer("Slurm", "the tests on a cluster", ["slurmctld", "slurmd", "slurm-client", "munge"], Exists("slurmctld") && Exists("slurmd") && Exists("sbatch") && Exists("munged"));
        Offer("Chromium", "the tests of HTML pages", ["chromium"], Exists("chromium") || Exists("chromium-browser") || Exists("google-chrome") || Exists("google-chrome-stable"));
    }

    private static bool Exists(string program) => Shell.Exists(program) || File.Exists($"/usr/sbin/{program}");

    private static void Offer(string name, string tests, string[] packages, bool there)
    {
        if (!OperatingSystem.IsLinux() || there)
        {
            return;
        }

        try
        {
            Apt.Install(name, packages);
        }
        catch (SetupException failure)
        {
            Log.Say($"LEFT OUT: {tests}; {failure.Message}");
        }
    }
}
