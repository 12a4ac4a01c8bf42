using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;

namespace SocketAnalyzers.CodeFixes.Resets;

/// <summary>What the accepting code does with the client itself, behind the accept: its failures end this client only, and say nothing of the listener.</summary>
internal sealed class SessionPart
{
    private SessionPart(BlockSyntax block, int start, int count, string close)
    {
        Block = block;
        Start = start;
        Count = count;
        Close = close;
    }

    public BlockSyntax Block { get; }

    public int Start { get; }

    public int Count { get; }

    /// <summary>Ends the client; empty where a <c>using</c> does it, or nothing names the client.</summary>
    public string Close { get; }

    /// <summary>The statements behind the accept in its list, up to where the next client is asked for; null where there are none.</summary>
    public static SessionPart? Behind(FailingCall call, InvocationExpressionSyntax accept)
    {
        if (UsingAround(accept) is { Statement: BlockSyntax { Statements.Count: > 0 } inner })
            return new SessionPart(inner, 0, inner.Statements.Count, string.Empty);
        var (block, index) = FailingCall.ListsAround(accept).FirstOrDefault();
        // "try { client = listener.Accept(); } catch ...": what follows stands behind the try.
        while (block is { Parent: TryStatementSyntax guarded } && index == block.Statements.Count - 1 && FailingCall.ListsAround(guarded).FirstOrDefault() is { Block: not null } outer)
            (block, index) = outer;
        if (block is null)
            return null;
        var start = index + 1;
        var next = block.Statements.IndexOf(statement => statement.SpanStart > accept.SpanStart && FailingCall.AsksForClient(statement) && !statement.Span.Contains(accept.Span));
        var count = (next < 0 ? block.Statements.Count : next) - start;
        if (count <= 0 || TryBlock.TearsDirectives(block, start, count))
            return null;
        // "if (client is null) continue;" and a using of it stay in front: the handler needs neither.
        return new SessionPart(block, start, count, CloseOf(call, accept));
    }

    /// <summary>The block with the statements in a try.</summary>
    public BlockSyntax Guarded(FailingCall call)
    {
        var types = call.SessionTypes.Append(ResetCatches.Disposed).ToArray();
        return TryBlock.Around(Block, Start, Count, ResetCatches.Clause(types, call.FreeName(Block), "// This client's connection is gone: the next client is served.", Close));
    }

    private static UsingStatementSyntax? UsingAround(SyntaxNode accept) =>
        accept.Ancestors().TakeWhile(node => node is not BlockSyntax).OfType<UsingStatementSyntax>().FirstOrDefault(used => !used.Statement.Span.Contains(accept.Span));

    private static string CloseOf(FailingCall call, InvocationExpressionSyntax accept)
    {
        var statement = accept.FirstAncestorOrSelf<StatementSyntax>();
        var name = statement switch
        {
            LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables: { Count: 1 } variables } => variables[0].Identifier.ValueText,
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } } => left.Identifier.ValueText,
            _ => null,
        };
        if (name is null)
            return string.Empty;
        var type = call.Site.Model.GetTypeInfo(accept).Type;
        if (type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: { Length: 1 } results })
            type = results[0];
        return ClosedConnection.IsConnection(type) ? name + ".Dispose();" : string.Empty;
    }
}
