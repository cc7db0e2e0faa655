using System.Xml.Linq;

namespace Cloudless.Tests.Packages;

/// <summary>What a package says about itself.</summary>
internal sealed class Nuspec(XDocument document)
{
    private readonly XElement _metadata = document.Root!.Elements().Single(e => e.Name.LocalName == "metadata");

    /// <summary>The text of an element, empty where there is none.</summary>
    public string this[string name] => Element(name)?.Value ?? "";

    /// <summary>Lowest versions by package.</summary>
    public IReadOnlyDictionary<string, string> Dependencies => _metadata.Descendants().Where(e => e.Name.LocalName == "dependency")
        .ToDictionary(e => (string)e.Attribute("id")!, e => (string)e.Attribute("version")!);

    public XElement? Element(string name) => _metadata.Elements().SingleOrDefault(e => e.Name.LocalName == name);

    public IEnumerable<string?> PackageTypes => _metadata.Descendants().Where(e => e.Name.LocalName == "packageType").Select(e => (string?)e.Attribute("name"));
}
