namespace Cloudless.Setup;

/// <summary>Where the repository lies.</summary>
internal static class Repository
{
    private static readonly string s_root = AppContext.GetData("EntryPointFileDirectoryPath") as string
        ?? throw new SetupException("run this as: dotnet run build.cs <verb>");

    public static string Solution => Path("CloudRemoval.sln");

    public static string Path(params string[] parts) => System.IO.Path.Combine([s_root, .. parts]);
}
