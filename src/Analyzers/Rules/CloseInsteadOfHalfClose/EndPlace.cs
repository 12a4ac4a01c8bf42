using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>Where an end happens, in the order of the text.</summary>
internal static class EndPlace
{
    /// <summary>A call where it stands; what a <c>using</c> disposes where its scope ends, although its text stands at the beginning.</summary>
    public static int PositionOf(FlowEvent end)
    {
        var syntax = end.Operation.Syntax;
        if (!end.Operation.IsImplicit)
            return syntax.SpanStart;
        for (var node = syntax; node is not null and not MemberDeclarationSyntax; node = node.Parent)
        {
            switch (node)
            {
                case UsingStatementSyntax scope when !scope.Statement.Span.Contains(syntax.Span):
                    return scope.Statement.Span.End;
                case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0, Parent: { } block }:
                    return block.Span.End;
            }
        }

        return syntax.SpanStart;
    }
}
