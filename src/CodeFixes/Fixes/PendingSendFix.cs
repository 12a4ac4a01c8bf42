using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers.CodeFixes;

/// <summary>SOCK008: the send is awaited where it starts.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = PendingSend.Id)]
public sealed class PendingSendFix : SocketCodeFixProvider
{
    /// <summary>Made by the host.</summary>
    public PendingSendFix()
        : base(PendingSend.Id, new AwaitSend())
    {
    }

    private sealed class AwaitSend : FixAction
    {
        public AwaitSend()
            : base("Await the send", PendingSend.Id + ".Await")
        {
        }

        public override SyntaxNode? Rewrite(FixSite site)
        {
            // Only a statement of its own: a task that is kept in a variable is waited for by somebody else, or should be.
            if (site.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } send || StatementOf(Configured(send)) is not { } statement)
                return null;
            if (!IsAwaitable(site.Model.GetTypeInfo(send).Type) || !AsyncFunction.IsAround(statement) || LeavesSomePending(site, send))
                return null;
            var task = Configured(send).WithoutTrivia();
            if (Configured(send) == send && AsyncFunction.UsesConfigureAwait(statement))
            {
                task = SyntaxFactory.InvocationExpression(
                    SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, task, SyntaxFactory.IdentifierName("ConfigureAwait")),
                    SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression)))));
            }

            var awaited = SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), task);
            return site.Root.ReplaceNode(statement.Expression, awaited.WithTriviaFrom(statement.Expression));
        }

        // "x.SendAsync(...).ConfigureAwait(false);" lacks the await alone.
        private static InvocationExpressionSyntax Configured(InvocationExpressionSyntax send) =>
            send.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured } ? configured : send;

        private static ExpressionStatementSyntax? StatementOf(InvocationExpressionSyntax task) => task.Parent switch
        {
            ExpressionStatementSyntax statement => statement,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Parent: ExpressionStatementSyntax statement } => statement,
            _ => null,
        };

        // BeginSend gives an IAsyncResult.
        private static bool IsAwaitable(ITypeSymbol? type) => type is { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" };

        // A method of one's own that waits for the first of several only: awaiting it waits no longer than that.
        private static bool LeavesSomePending(FixSite site, InvocationExpressionSyntax send) =>
            site.Model.GetSymbolInfo(send).Symbol is { } method
            && site.Model.Compilation.DeclarationsOf(method).Any(reference => reference.GetSyntax(site.Cancellation).DescendantTokens().Any(token => token.ValueText == "WhenAny"));
    }
}
