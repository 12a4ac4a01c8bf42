using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers.CodeFixes;

/// <summary>SOCK041: a handler whose last act is to call itself for what was done at once becomes a loop.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = NestedCompletions.Id)]
public sealed class NestedCompletionsFix : SocketCodeFixProvider
{
    /// <summary>Made by the host.</summary>
    public NestedCompletionsFix()
        : base(NestedCompletions.Id, new LoopOver())
    {
    }

    private sealed class LoopOver : FixAction
    {
        public LoopOver()
            : base("Loop while operations complete at once", NestedCompletions.Id + ".Loop")
        {
        }

        public override SyntaxNode? Rewrite(FixSite site)
        {
            if (site.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } post
                || post.FirstAncestorOrSelf<SyntaxNode>(static node => node is MemberDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax) is not MethodDeclarationSyntax { Body: { } body } method
                || body.Statements.LastOrDefault() is not IfStatementSyntax { Else: null } last
                || ConditionOf(last, post) is not { } pending
                || !CallsItself(last.Statement, method, site) || !MayBeLoop(method, body))
                return null;
            return site.Root.ReplaceNode(body, Loop(method, body, pending));
        }

        // "!s.ReceiveAsync(e)", or "!pending" of the local that has its answer.
        private static ExpressionSyntax? ConditionOf(IfStatementSyntax test, InvocationExpressionSyntax post)
        {
            var condition = test.Condition;
            var operand = condition switch
            {
                PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => not.Operand,
                BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Right.RawKind: (int)SyntaxKind.FalseLiteralExpression } comparison => comparison.Left.WithoutTrailingTrivia(),
                _ => null,
            };
            if (operand is null)
                return null;
            if (operand.IsEquivalentTo(post, topLevel: false) && test.Condition.Span.Contains(post.Span))
                return operand;
            var name = post.Parent switch
            {
                EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } => declarator.Identifier.ValueText,
                AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax assigned } => assigned.Identifier.ValueText,
                _ => null,
            };
            return operand is IdentifierNameSyntax asked && asked.Identifier.ValueText == name ? operand : null;
        }

        // With what it was given: a parameter that nobody reads may be anything.
        private static bool CallsItself(StatementSyntax statement, MethodDeclarationSyntax method, FixSite site)
        {
            if (Only(statement) is not ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } } call }
                || statement.DescendantTrivia().Any(IsComment)
                || site.Model.GetSymbolInfo(call, site.Cancellation).Symbol is not IMethodSymbol called
                || !SymbolEqualityComparer.Default.Equals(called, site.Model.GetDeclaredSymbol(method, site.Cancellation))
                || called.IsVirtual || called.IsOverride || call.ArgumentList.Arguments.Count != method.ParameterList.Parameters.Count)
                return false;
            for (var i = 0; i < call.ArgumentList.Arguments.Count; i++)
            {
                var argument = call.ArgumentList.Arguments[i];
                var parameter = method.ParameterList.Parameters[i].Identifier.ValueText;
                if (argument.NameColon is not null || !argument.RefKindKeyword.IsKind(SyntaxKind.None))
                    return false;
                var isPassedOn = argument.Expression is IdentifierNameSyntax given && given.Identifier.ValueText == parameter;
                if (!isPassedOn && (argument.Expression is not (IdentifierNameSyntax or ThisExpressionSyntax or LiteralExpressionSyntax) || method.Body!.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == parameter)))
                    return false;
            }

            return true;
        }

        private static StatementSyntax Only(StatementSyntax statement) => statement is BlockSyntax { Statements: { Count: 1 } statements } ? statements[0] : statement;

        private static bool IsComment(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) || trivia.IsDirective;

        // What lives to the end of the method would live to the end of a round.
        private static bool MayBeLoop(MethodDeclarationSyntax method, BlockSyntax body) =>
            !method.Modifiers.Any(SyntaxKind.AsyncKeyword)
            && method.ReturnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }
            && !method.ParameterList.Parameters.Any(parameter => parameter.Modifiers.Count > 0)
            && !body.ContainsDirectives
            && body.OpenBraceToken.GetLocation().GetLineSpan().EndLinePosition.Line < body.Statements[0].GetLocation().GetLineSpan().StartLinePosition.Line
            && !body.DescendantNodes().Any(node => node is LabeledStatementSyntax or LocalFunctionStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword });

        private static BlockSyntax Loop(MethodDeclarationSyntax method, BlockSyntax body, ExpressionSyntax pending)
        {
            var indentation = Indentation.Of(body.Statements[0]);
            var isOnOwnLine = Indentation.Of(body).Length == body.OpenBraceToken.GetLocation().GetLineSpan().StartLinePosition.Character;
            var statements = Indentation.Deepen(body, Indentation.UnitOf(method, body.Statements[0])).Statements;
            var last = (IfStatementSyntax)statements.Last();
            var leave = SyntaxFactory.ReturnStatement().WithTriviaFrom(Only(last.Statement));
            var exit = last.ReplaceNodes(
                new SyntaxNode[] { last.Condition, Only(last.Statement) },
                (old, _) => old == last.Condition ? pending.WithTriviaFrom(last.Condition) : leave);
            var brace = isOnOwnLine ? "\r\n" + indentation + "{\r\n" : " {\r\n";
            var loop = (WhileStatementSyntax)SyntaxFactory.ParseStatement("while (true)" + brace + indentation + "}");
            loop = loop
                .WithStatement(((BlockSyntax)loop.Statement).WithStatements(statements.Replace(statements.Last(), exit)))
                .WithLeadingTrivia(SyntaxFactory.Whitespace(indentation))
                .WithTrailingTrivia(NewCode.LineEnd);
            return body.WithStatements(SyntaxFactory.SingletonList<StatementSyntax>(loop));
        }
    }
}
