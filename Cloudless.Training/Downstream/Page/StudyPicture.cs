namespace Cloudless.Training.Downstream;

/// <summary>A patch to look at.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Note">What the classifier loses on it.</param>
/// <param name="Views">Pictures in PNG with what they show.</param>
internal sealed record StudyPicture(string Title, string Note, IReadOnlyList<(byte[] Png, string Caption)> Views);
