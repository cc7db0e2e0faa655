namespace Cloudless.Removal.Streaming;

/// <summary>How much of a scene is held at once.</summary>
/// <param name="Memory">Bytes of images that a job may keep in memory between its stages; what is above goes into temporary files.</param>
/// <param name="StripRows">Rows of a strip; 0 for as many as are good for memory. The result does not depend on it.</param>
internal sealed record StreamLimits(long Memory = 256L << 20, int StripRows = 0);
