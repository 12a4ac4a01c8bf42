using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK034: whether the peer is still there is decided by Connected, which does not see a close.</summary>
internal static class ConnectedAsLiveness
{
    public const string Id = "SOCK034";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "Connected does not tell that the peer has closed",
        "'{0}' stays true after the peer has closed the connection, and {1}: the end is never seen",
        RuleDescriptor.Reliability,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Connected tells how the last operation went. A peer that closes does not change it: only a receive that gives 0, or a send or receive that fails, tells the end. A loop that waits while Connected is true, and asks Available or DataAvailable before each read, or does not read at all, goes on for ever after the peer has gone. Keep a receive pending and take 0 for the end, or ask Poll(0, SelectMode.SelectRead) together with Available == 0.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));

    /// <param name="question">Where Connected, or a member that gives it, is asked.</param>
    /// <param name="evidence">Why nobody sees the end.</param>
    /// <param name="witness">The loop or the timer that goes on; null where it is where the question is.</param>
    public static Diagnostic Create(IOperation question, EndUnseen evidence, Location? witness) =>
        Diagnostic.Create(Descriptor, question.Syntax.GetLocation(), witness is null ? null : new[] { witness }, question.Syntax.ToString(), TextOf(evidence));

    private static string TextOf(EndUnseen evidence) => evidence switch
    {
        EndUnseen.ReadsAvailable => "here it is read only when data is available",
        _ => "nobody reads it",
    };
}

/// <summary>Why nobody sees that the peer has closed.</summary>
internal enum EndUnseen
{
    None,

    /// <summary>Each receive waits until Available or DataAvailable promises data: after the close they promise none.</summary>
    ReadsAvailable,

    /// <summary>No receive is on this connection, wherever it goes.</summary>
    NeverReads,
}
