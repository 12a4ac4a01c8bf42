using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK034: whether the peer is still there is decided by Connected, which does not see a close.</summary>
internal static class ConnectedAsLiveness
{
    public const string Id = "SOCK034";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "Connected or Available taken for whether the peer is there",
        "'{0}' {1}",
        RuleDescriptor.Reliability,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Connected tells how the last operation went. Where it is false, an operation has failed, and somebody should be told. A peer that closes does not change it: only a receive that gives 0, or a send or receive that fails, tells the end. A loop that waits while Connected is true, and asks Available or DataAvailable before each read, or does not read at all, goes on for ever after the peer has gone. Keep a receive pending and take 0 for the end, or ask Poll(0, SelectMode.SelectRead) together with Available == 0.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));

    /// <param name="question">Where Connected, a member that gives it, Available or DataAvailable is asked.</param>
    /// <param name="evidence">Why nobody sees the end.</param>
    /// <param name="witness">The loop or the timer that goes on; null where it is where the question is.</param>
    public static Diagnostic Create(IOperation question, EndUnseen evidence, Location? witness) =>
        Create(question, witness, evidence switch
        {
            EndUnseen.ReadsAvailable => "stays true after the peer has closed the connection, and here it is read only when data is available: the end is never seen",
            EndUnseen.WaitsForData => "tells of no data after the peer has closed the connection, as it does while the peer is silent, and nothing is read here before it tells of some: the end is never seen",
            _ => "stays true after the peer has closed the connection, and nobody reads it: the end is never seen",
        });

    public static Diagnostic Create(SkippedTransfer skipped)
    {
        var text = skipped.Evidence == EndUnseen.EndSkipped && skipped.Subject is IInvocationOperation call
            ? $"is false after an operation that failed, and '{call.TargetMethod.Name}', which would tell how, is then left out"
            : $"is false after an operation that failed, and the code behind goes on with '{skipped.Subject.Syntax}', into which nothing was received then";
        return Create(skipped.Read, skipped.Subject.Syntax.GetLocation(), text);
    }

    private static Diagnostic Create(IOperation question, Location? witness, string text) =>
        Diagnostic.Create(Descriptor, question.Syntax.GetLocation(), witness is null ? null : new[] { witness }, question.Syntax.ToString(), text);
}

/// <summary>Why nobody sees that the peer has closed.</summary>
internal enum EndUnseen
{
    None,

    /// <summary>Each receive waits until Available or DataAvailable promises data: after the close they promise none.</summary>
    ReadsAvailable,

    /// <summary>The same, and nobody asks Connected.</summary>
    WaitsForData,

    /// <summary>No receive is on this connection, wherever it goes.</summary>
    NeverReads,

    /// <summary>A callback leaves before it asks how its operation ended.</summary>
    EndSkipped,

    /// <summary>What was to be received is read although it was not.</summary>
    StaleAnswer,
}
