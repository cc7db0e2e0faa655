using Cloudless.Samples.LandCover;
using Cloudless.Samples.LandCover.Scenes;

if (args.Length > 1)
{
    Console.Error.WriteLine("Usage: LandCover [generated | <data folder>]. Without an argument: the folder that CLOUDLESS_DATA names, else shared/data above, else generated scenes.");
    return 1;
}

DirectoryInfo work = Directory.CreateTempSubdirectory("cloudless-landcover-");
try
{
    string? data = args is [string named] ? named : DataFolder.Find();
    SceneSet scenes = data is null or "generated"
        ? GeneratedScenes.Write(work.FullName, new GeneratedSceneOptions())
        : LulcTiles.Write(data, work.FullName);
    LandCoverStudy.Run(scenes, Console.Out);
    return 0;
}
finally
{
    work.Delete(recursive: true);
}
