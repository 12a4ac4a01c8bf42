using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.CodeFixes.Resets;

/// <summary>The clauses that a try has already: which exceptions they take, and whether what one of them does fits another failure of the connection too.</summary>
internal static class SiblingCatch
{
    private static readonly string[] ForConnections = { "SocketException", "IOException", "ObjectDisposedException" };

    /// <summary>A clause without a filter takes the type.</summary>
    public static bool IsTaken(TryStatementSyntax guarded, SemanticModel model, string type) =>
        guarded.Catches.Any(clause => Takes(clause, model, type) && !Throws(clause));

    public static bool Takes(CatchClauseSyntax clause, SemanticModel model, string type) => clause.Filter is null && Covers(clause, model, type);

    public static bool Throws(CatchClauseSyntax clause) => clause.Block.DescendantNodes().Any(node => node is ThrowStatementSyntax);

    /// <summary>Where a new clause goes: before the first that would take all of one of its types, else behind the last.</summary>
    public static int IndexFor(TryStatementSyntax guarded, SemanticModel model, IReadOnlyCollection<string> types)
    {
        for (var i = 0; i < guarded.Catches.Count; i++)
        {
            if (types.Any(type => Takes(guarded.Catches[i], model, type)))
                return i;
        }

        return guarded.Catches.Count;
    }

    /// <summary>The body of the clause that is written for a failing connection, and the name that it gives the exception; null where it would not do. One that is told of a closed connection need not close it.</summary>
    public static BlockSyntax? BodyFor(TryStatementSyntax guarded, FailingCall call, out string? variable, out bool isOfClosed)
    {
        variable = null;
        isOfClosed = false;
        foreach (var type in ForConnections)
        {
            foreach (var clause in guarded.Catches)
            {
                if (clause.Declaration is not { } declaration || clause.Filter is not null || call.Site.Model.GetTypeInfo(declaration.Type).Type?.Name != type || Throws(clause) || !Ends(clause.Block, guarded, call))
                    continue;
                variable = declaration.Identifier.IsKind(SyntaxKind.None) ? null : declaration.Identifier.ValueText;
                isOfClosed = type == "ObjectDisposedException";
                return clause.Block;
            }
        }

        return null;
    }

    private static bool Covers(CatchClauseSyntax clause, SemanticModel model, string type)
    {
        if (clause.Declaration is not { } declaration)
            return true;
        var caught = model.GetTypeInfo(declaration.Type).Type;
        for (var thrown = model.Compilation.GetTypeByMetadataName(type.Substring("global::".Length)); thrown is not null; thrown = thrown.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(thrown, caught))
                return true;
        }

        return false;
    }

    // In a loop a handler that does not leave would run for ever on the dead connection.
    private static bool Ends(BlockSyntax handler, TryStatementSyntax guarded, FailingCall call)
    {
        if (!handler.Statements.Any() && !handler.CloseBraceToken.LeadingTrivia.Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia)))
            return false;
        for (var node = guarded.Parent; node is not null && node != call.Body; node = node.Parent)
        {
            if (node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax)
                return handler.Statements.LastOrDefault() is ReturnStatementSyntax or BreakStatementSyntax;
        }

        return true;
    }
}
