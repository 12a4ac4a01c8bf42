namespace SocketAnalyzers.Benchmarks.Editing.Sources;

/// <param name="Path">Below the project's folder.</param>
internal sealed record SourceFile(string Path, string Text);
