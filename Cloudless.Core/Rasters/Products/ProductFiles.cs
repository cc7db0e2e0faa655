namespace Cloudless.Rasters.Products;

/// <summary>The files of a product, wherever they lie.</summary>
/// <param name="name">What was given, for messages.</param>
/// <param name="names">Their names below it, parts separated by '/', in ordinal order.</param>
internal abstract class ProductFiles(string name, IReadOnlyList<string> names)
{
    /// <summary>More files than any product has; a folder with more is some other folder.</summary>
    protected const int Most = 20_000;

    /// <summary>What was given, for messages.</summary>
    public string Name { get; } = name;

    /// <summary>Names below it, parts separated by '/', in ordinal order.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>The path by which GDAL opens a file.</summary>
    public abstract string PathOf(string name);

    /// <summary>Opens a small file.</summary>
    public abstract Stream OpenRead(string name);

    /// <summary>Looks whether an image was cut off, as far as that shows without decoding it.</summary>
    /// <exception cref="UnsupportedProductException">It was.</exception>
    /// <exception cref="CloudlessException">It cannot be read.</exception>
    public virtual void RequireWhole(string name) => CodestreamEnd.Check(PathOf(name));

    /// <summary>The files on the disk that hold these.</summary>
    public abstract IReadOnlyList<string> OnDisk(IEnumerable<string> names);

    /// <summary>The error of a place with more files than a product has.</summary>
    protected static UnsupportedProductException TooMany(string name) =>
        new($"'{name}' holds more than {Most} files; expected one Sentinel-2 product or the files of one scene. Name the product itself.");
}
