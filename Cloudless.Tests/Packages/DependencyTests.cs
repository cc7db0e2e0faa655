namespace Cloudless.Tests.Packages;

/// <summary>Libraries depend on managed packages only, and leave natives to the application: what the plan says of packages, and the lowest versions that it names.</summary>
[TestFixture]
internal sealed class DependencyTests
{
    /// <summary>A library with all of these also names what it gets through Cloudless.Core, for versions are pinned centrally.</summary>
    private static readonly Dictionary<string, string> Core = new()
    {
        ["Google.Protobuf"] = "3.25.1", ["MathNet.Numerics"] = "5.0.0", ["MaxRev.Gdal.Core"] = "3.12.2.472", ["Microsoft.ML.OnnxRuntime.Managed"] = "1.24.1",
    };

    private static readonly Dictionary<string, Dictionary<string, string>> Plan = new()
    {
        ["Cloudless.Core"] = Core,
        [LocalFeed.MLNet] = new(Core) { ["Cloudless.Core"] = "0.1.0", ["Microsoft.ML"] = "5.0.0" },
        ["Cloudless.Training"] = new(Core) { ["Cloudless.Core"] = "0.1.0", ["TorchSharp"] = "0.106.0" },
    };

    private CompleteFeed _complete = null!;

    [OneTimeSetUp]
    public void Describe() => _complete = new CompleteFeed(LocalFeed.Planned);

    [OneTimeTearDown]
    public void Delete() => _complete?.Dispose();

    [TestCaseSource(typeof(LocalFeed), nameof(LocalFeed.Planned))]
    public void On_a_complete_feed_a_library_depends_on_what_the_plan_says(string id)
    {
        Nuspec nuspec = _complete.Nuspec(id);
        Assert.That(nuspec["version"], Does.Not.Contain("-"), "nothing is missing, so nothing is reduced");
        RequirePlan(id, nuspec);
    }

    [Test]
    public void Packages_call_themselves_reduced_exactly_where_one_is_missing_that_they_should_depend_on()
    {
        List<string> missing = [.. LocalFeed.Planned.Except(LocalFeed.Libraries)];
        var versions = new HashSet<string>();
        foreach (string id in LocalFeed.Libraries)
        {
            using PackedFile package = LocalFeed.Open(id);
            versions.Add(package.Nuspec["version"]);
            missing.AddRange(Plan[id].Keys.Except(package.Nuspec.Dependencies.Keys));
            Assert.That(package.Nuspec.Dependencies.Keys.Except(Plan[id].Keys), Is.SubsetOf(new[] { "Cloudless.OnnxRuntime" }), $"{id} depends on more than is planned");
        }

        Assert.That(versions, Has.Count.EqualTo(1), "packages of one version belong together");
        Assert.That(versions.Single().EndsWith("-reduced", StringComparison.Ordinal), Is.EqualTo(missing.Count > 0), $"{versions.Single()}; missing: {string.Join(", ", missing)}");
    }

    private static void RequirePlan(string id, Nuspec nuspec)
    {
        Assert.That(nuspec.Dependencies.Keys, Is.EquivalentTo(Plan[id].Keys));
        foreach ((string package, string lowest) in Plan[id])
        {
            Assert.That(Version.Parse(nuspec.Dependencies[package]), Is.GreaterThanOrEqualTo(Version.Parse(lowest)), package);
        }

        if (nuspec.Dependencies.TryGetValue("Cloudless.Core", out string? core))
        {
            Assert.That(core, Is.EqualTo(nuspec["version"]), "packages of one version belong together");
        }
    }
}
