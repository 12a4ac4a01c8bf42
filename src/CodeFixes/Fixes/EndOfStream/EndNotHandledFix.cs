using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers.CodeFixes;

/// <summary>SOCK030: the loop is left at the end of the stream; where it waits for a whole frame, with an EndOfStreamException.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = EndNotHandled.Id)]
public sealed class EndNotHandledFix : SocketCodeFixProvider
{
    /// <summary>Made by the host.</summary>
    public EndNotHandledFix()
        : base(EndNotHandled.Id, new LeaveLoop())
    {
    }

    private sealed class LeaveLoop : FixAction
    {
        public LeaveLoop()
            : base("Leave the loop at the end of the stream", EndNotHandled.Id + ".Leave")
        {
        }

        public override SyntaxNode? Rewrite(FixSite site)
        {
            if (site.Property(EndNotHandled.SignProperty) is not { } sign || site.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } receive)
                return null;
            var value = Awaited(receive);
            if (LoopExit.Of(value) is not { } exit)
                return null;
            return value.Parent switch
            {
                EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 } statement } variable } =>
                    AtVariable(site, statement, variable.Identifier.ValueText, sign, exit),
                AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax variable, Parent: ExpressionStatementSyntax statement } =>
                    AtVariable(site, statement, variable.Identifier.ValueText, sign, exit),
                AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression or (int)SyntaxKind.SubtractAssignmentExpression, Parent: ExpressionStatementSyntax } sum =>
                    AtSum(site, sum, value, sign, exit),
                _ => null,
            };
        }

        // Up through "await" and "ConfigureAwait(false)".
        private static ExpressionSyntax Awaited(InvocationExpressionSyntax receive)
        {
            ExpressionSyntax value = receive;
            while (value.Parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax })
                value = (ExpressionSyntax)(value.Parent is MemberAccessExpressionSyntax ? value.Parent.Parent! : value.Parent);
            return value;
        }

        private static SyntaxNode? AtVariable(FixSite site, StatementSyntax statement, string variable, string sign, LoopExit exit)
        {
            // Of a count that is not used otherwise more is wrong than the end: SOCK032 would speak next.
            if (statement.Parent is not BlockSyntax block || !EndTest.IsUsedAfter(block, statement, variable))
                return null;
            var next = block.Statements.ElementAtOrDefault(block.Statements.IndexOf(statement) + 1);
            if (next is IfStatementSyntax { Else: null } test && EndTest.IsOf(test.Condition, variable, sign))
                return test.Statement.DescendantNodesAndSelf().OfType<ContinueStatementSyntax>().ToList() is { Count: 1 } gone && EndTest.IsOnly(test.Statement, gone[0]) && !exit.WaitsForFrame
                    ? site.Root.ReplaceNode(gone[0], SyntaxFactory.BreakStatement().WithTriviaFrom(gone[0]))
                    : null;
            // What it says of the end already would be dead code.
            if (EndTest.AnyAfter(block, statement, variable) || exit.Asks(variable))
                return null;
            var added = NewCode.Statement($"if ({variable} == {sign})\r\n{exit.Text}");
            return StatementPlace.InsertAfter(site.Root, statement, statement, added);
        }

        // "total += stream.Read(...)": the count needs a name.
        private static SyntaxNode? AtSum(FixSite site, AssignmentExpressionSyntax sum, ExpressionSyntax value, string sign, LoopExit exit)
        {
            var statement = (ExpressionStatementSyntax)sum.Parent!;
            if (exit.Loop is not { } loop || !exit.WaitsForFrame)
                return null;
            var name = LocalStyle.FreeName(site.Model, statement, "received", loop);
            var declared = NewCode.Statement($"{LocalStyle.VarOr("int", statement)} {name} = {value.WithoutTrivia()};");
            var test = NewCode.Statement($"if ({name} == {sign})\r\n{exit.Text}");
            var mark = new SyntaxAnnotation();
            var root = site.Root.ReplaceNode(statement, statement.ReplaceNode(value, SyntaxFactory.IdentifierName(name).WithTriviaFrom(value)).WithAdditionalAnnotations(mark));
            return StatementPlace.InsertBefore(root, site.Model, root.GetAnnotatedNodes(mark).Single(), declared, test);
        }
    }
}
