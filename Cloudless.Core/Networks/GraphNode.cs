namespace Cloudless.Networks;

/// <summary>One operation of a <see cref="NetworkGraph"/>. Values are float32 of a <see cref="ValueKind"/>; a node's record says which kinds it takes and makes.</summary>
/// <param name="Output">Name of the value the node makes; unique in its graph.</param>
/// <param name="Inputs">Names of the values it takes: graph inputs or outputs of earlier nodes.</param>
public abstract record GraphNode(string Output, IReadOnlyList<string> Inputs);
