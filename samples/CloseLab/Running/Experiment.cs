namespace CloseLab.Running;

/// <summary>One sentence about the end of a connection, and the sockets that show whether it is true here.</summary>
internal abstract class Experiment
{
    /// <summary>What is typed to run it.</summary>
    public abstract string Name { get; }

    public abstract string Claim { get; }

    /// <summary>The section of the project's collected facts that the claim was taken from.</summary>
    public abstract string Facts { get; }

    public abstract Expectation Expected { get; }

    /// <summary>Why it cannot run on this machine; null where it can.</summary>
    public virtual string? Obstacle => null;

    /// <returns>What was seen, in the words of <see cref="Expected"/>.</returns>
    public virtual Task<string> RunAsync(Stage stage) => Task.Run(() => Run(stage), stage.Limit);

    /// <summary>For experiments that only block.</summary>
    protected virtual string Run(Stage stage) => throw new NotSupportedException($"{Name} overrides neither Run nor RunAsync.");

    protected static string Lines(params string[] lines) => string.Join('\n', lines);
}
