using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Cloudless.Training.Engines.TorchSharp;

namespace Cloudless.Tests.Training.Engines.TorchSharp;

/// <summary>Looks into the code of the engines for numbers that nothing holds while libtorch reads them (<see cref="TorchNumbers"/>): what fails of it at run time is rare.</summary>
[TestFixture]
internal sealed class BareNumbersTests
{
    private const byte Call = 0x28, CallVirtual = 0x6F;

    [Test]
    public void No_engine_hands_libtorch_a_number_that_nothing_holds()
    {
        using FileStream file = File.OpenRead(typeof(TorchNumbers).Assembly.Location);
        using var image = new PEReader(file);
        MetadataReader metadata = image.GetMetadataReader();
        Dictionary<int, (string Name, bool MayBeHeld)> makers = Makers(metadata);
        Assert.That(makers.Values, Has.Some.EqualTo(("op_Implicit", true)), "numbers are held somewhere");
        var bare = new List<string>();
        foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
        {
            MethodDefinition method = metadata.GetMethodDefinition(handle);
            byte[] code = method.RelativeVirtualAddress == 0 ? [] : image.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!;
            for (int i = 0; i + 5 < code.Length; i++)
            {
                if (code[i] is Call or CallVirtual && makers.TryGetValue(BitConverter.ToInt32(code, i + 1), out (string Name, bool MayBeHeld) made) && !(made.MayBeHeld && IsStored(code, i + 5)))
                {
                    bare.Add($"{metadata.GetString(metadata.GetTypeDefinition(method.GetDeclaringType()).Name)}.{metadata.GetString(method.Name)}: {made.Name}");
                }
            }
        }

        Assert.That(bare, Is.Empty, "take the functions of TorchNumbers, or hold the number in a variable of 'using'");
    }

    // What makes a number: the conversion, whose result can be held, and methods of tensors that make one inside.
    private static Dictionary<int, (string Name, bool MayBeHeld)> Makers(MetadataReader metadata)
    {
        var makers = new Dictionary<int, (string, bool)>();
        foreach (MemberReferenceHandle handle in metadata.MemberReferences)
        {
            MemberReference member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind != HandleKind.TypeReference || member.GetKind() != MemberReferenceKind.Method)
            {
                continue;
            }

            string of = metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name), name = metadata.GetString(member.Name);
            BlobReader signature = metadata.GetBlobReader(member.Signature);
            signature.ReadSignatureHeader();
            int parameters = signature.ReadCompressedInteger();
            bool converts = of == "Scalar" && name == "op_Implicit";
            if (converts || (of == "Tensor" && (name is "square" or "pow" or "op_Addition" || (name is "add" or "add_" && parameters == 1))))
            {
                makers[MetadataTokens.GetToken(handle)] = (name, converts);
            }
        }

        return makers;
    }

    // stloc.0 to stloc.3, stloc.s, stsfld, stloc.
    private static bool IsStored(byte[] code, int at) => code[at] is (>= 0x0A and <= 0x0D) or 0x13 or 0x80 || (code[at] == 0xFE && code[at + 1] == 0x0E);
}
