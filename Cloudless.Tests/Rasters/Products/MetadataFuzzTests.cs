using System.Text;
using Cloudless.Benchmarks.SafeTrees;
using Cloudless.Rasters.Products;

namespace Cloudless.Tests.Rasters.Products;

[TestFixture]
public class MetadataFuzzTests
{
    private static readonly string[] Pieces =
    [
        "<", ">", "</", "/>", "&", "&amp;", "&#0;", "&#x110000;", "<![CDATA[", "]]>", "<!--", "<?xml ?>", "\0", "\uFFFF", "NaN", "1e999", "-1", "99999999999999999999",
        "<!DOCTYPE a>", "<a b='c'>", "<RADIO_ADD_OFFSET band_id='-1'>1</RADIO_ADD_OFFSET>", "<QUANTIFICATION_VALUE>1e-320</QUANTIFICATION_VALUE>", "xmlns:", "n2:",
        "encoding=\"utf-7\"", "encoding=\"utf-16\"",
    ];

    [TestCase("L1C", 1)]
    [TestCase("L2A", 2)]
    public void Mutated_metadata_is_understood_or_refused_and_nothing_else(string level, int seed)
    {
        using var folder = new TestFolder();
        SafeTree tree = TinyProducts.Tree(level);
        byte[] product = Encoding.UTF8.GetBytes(SafeMetadata.OfProduct(tree)), tile = Encoding.UTF8.GetBytes(SafeMetadata.OfTile(tree));
        var random = new Random(seed);
        int understood = 0;
        for (int round = 0; round < 1500; round++)
        {
            File.WriteAllBytes(folder["p.xml"], Mutated(product, random));
            File.WriteAllBytes(folder["t.xml"], Mutated(tile, random));
            FolderFiles files = FolderFiles.Open(folder.Path);
            understood += Try(() => ProductMetadata.Read(files, "p.xml"), round) + Try(() => TileMetadata.Read(files, "t.xml"), round);
        }

        Assert.That(understood, Is.InRange(200, 2900), "some mutations leave it readable, some do not: else nothing is tried");
    }

    [Test]
    public void Metadata_nested_without_end_ends()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["p.xml"], string.Concat(Enumerable.Repeat("<a>", 1_000_000)));
        Assert.That(() => ProductMetadata.Read(FolderFiles.Open(folder.Path), "p.xml"), Throws.TypeOf<UnsupportedProductException>());
    }

    private static int Try(Action read, int round)
    {
        try
        {
            read();
            return 1;
        }
        catch (CloudlessException)
        {
            return 0;
        }
        catch (Exception e)
        {
            Assert.Fail($"round {round}: {e}");
            throw;
        }
    }

    private static byte[] Mutated(byte[] original, Random random)
    {
        List<byte> bytes = [.. original];
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            int at = random.Next(bytes.Count), length = Math.Min(random.Next(1, 60), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, length); break;
                case 2: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
                case 3: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)])); break;
                case 4: bytes.RemoveRange(at, bytes.Count - at); bytes.Add((byte)'>'); break;
                default: SwapDigits(bytes, at, random); break;
            }
        }

        return [.. bytes];
    }

    // Changes numbers and leaves the XML as it is.
    private static void SwapDigits(List<byte> bytes, int from, Random random)
    {
        for (int i = from; i < bytes.Count; i++)
        {
            if (bytes[i] is >= (byte)'0' and <= (byte)'9')
            {
                bytes[i] = (byte)"0123456789-.eE x"[random.Next(16)];
                return;
            }
        }
    }
}
