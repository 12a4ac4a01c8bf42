using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers.CodeFixes;

/// <summary>SOCK032: reads until all is there, where the rule says that all is wanted and nobody asks for the count.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = PartialReceive.Id)]
public sealed class PartialReceiveFix : SocketCodeFixProvider
{
    /// <summary>Made by the host.</summary>
    public PartialReceiveFix()
        : base(PartialReceive.Id, new ReadExactly())
    {
    }

    private sealed class ReadExactly : FixAction
    {
        public ReadExactly()
            : base("Read until all is there", PartialReceive.Id + ".ReadExactly")
        {
        }

        public override (string Type, string Member)? NeedOf(Diagnostic diagnostic) =>
            diagnostic.Properties.TryGetValue(PartialReceive.ReplacementProperty, out var name) && name is not null ? ("System.IO.Stream", name) : null;

        public override SyntaxNode? Rewrite(FixSite site)
        {
            if (site.Property(PartialReceive.ReplacementProperty) is not { } name || site.Node is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } call)
                return null;
            var statement = call.FirstAncestorOrSelf<ExpressionStatementSyntax>();
            if (statement is null || (statement.Expression is AssignmentExpressionSyntax discarded && discarded.Left.GetTrailingTrivia().ToString().Trim().Length > 0))
                return null;
            var exact = call.WithExpression(called.WithName((SimpleNameSyntax)SyntaxFactory.IdentifierName(name).WithTriviaFrom(called.Name)));
            var marked = statement.ReplaceNode(call, exact);
            // "_ = stream.Read(...)": ReadExactly gives nothing that could be thrown away.
            if (marked.Expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } assignment)
                marked = marked.WithExpression(assignment.Right.WithLeadingTrivia(assignment.GetLeadingTrivia()));
            return marked.Expression is AssignmentExpressionSyntax ? null : site.Root.ReplaceNode(statement, marked);
        }
    }
}
