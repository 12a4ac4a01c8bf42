namespace CloseLab.Running;

/// <summary>What an experiment should see on each system; null where nobody has measured it and no documentation says it.</summary>
internal sealed record Expectation(string? Linux, string? Windows = null, string? MacOS = null)
{
    public string? Here =>
        OperatingSystem.IsLinux() ? Linux : OperatingSystem.IsWindows() ? Windows : OperatingSystem.IsMacOS() ? MacOS : null;

    public static implicit operator Expectation(string linux) => new(linux);
}
