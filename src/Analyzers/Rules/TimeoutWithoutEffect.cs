using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK035: a time-out of the synchronous calls is set on a connection that is used asynchronously.</summary>
internal static class TimeoutWithoutEffect
{
    public const string Id = "SOCK035";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A time-out that asynchronous calls ignore",
        "'{0}' limits synchronous calls only, and all {1} here are asynchronous, as '{2}' is: they wait without this limit",
        RuleDescriptor.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "ReceiveTimeout and SendTimeout of a socket, and ReadTimeout and WriteTimeout of its stream, limit the synchronous calls. ReceiveAsync, ReadAsync, BeginReceive and the others wait as long as it takes. Give the asynchronous call a CancellationToken with a time-out, or close the connection when the time is over.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));

    /// <param name="operation">The assignment, or the call of SetSocketOption.</param>
    /// <param name="direction">What the time-out is for.</param>
    /// <param name="transfer">An asynchronous transfer in that direction.</param>
    public static Diagnostic Create(IOperation operation, TransferDirection direction, IOperation transfer)
    {
        var transfers = direction == TransferDirection.Receive ? "reads" : "writes";
        return Diagnostic.Create(Descriptor, LocationOf(operation), new[] { transfer.Syntax.GetLocation() }, NameOf(operation), transfers, NameOfCall(transfer));
    }

    // Of "a.ReceiveTimeout = a.SendTimeout = n" each has its own place.
    private static Location LocationOf(IOperation operation) =>
        operation is ISimpleAssignmentOperation assignment ? assignment.Target.Syntax.GetLocation() : operation.Syntax.GetLocation();

    private static string NameOf(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation assignment => assignment.Target.Syntax.ToString(),
        IInvocationOperation { Arguments: { Length: > 1 } arguments } => arguments[1].Value.Syntax.ToString(),
        _ => operation.Syntax.ToString(),
    };

    private static string NameOfCall(IOperation call) => call switch
    {
        IInvocationOperation invocation => invocation.TargetMethod.Name,
        IMethodReferenceOperation reference => reference.Method.Name,
        _ => call.Syntax is InvocationExpressionSyntax { Expression: var called } ? called.ToString() : call.Syntax.ToString(),
    };
}
