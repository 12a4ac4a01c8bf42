namespace SocketAnalyzers.Scan;

/// <summary>What the process ends with; docs/scan.md and <c>--help</c> say the same.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Found = 1;
    public const int WrongUse = 2;
    public const int Incomplete = 3;
}
